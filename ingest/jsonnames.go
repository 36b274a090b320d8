package ingest

import (
	"bytes"
	"encoding/json"
)

// countNames returns how many names the objects of a document have. Decoding drops all but
// the last of equal names: the text then has more colons.
func countNames(node any) int {
	n := 0
	switch node := node.(type) {
	case map[string]any:
		n = len(node)
		for _, child := range node {
			n += countNames(child)
		}
	case []any:
		for _, child := range node {
			n += countNames(child)
		}
	}
	return n
}

// repeatedName returns the first name that stands twice in one object of a sound document,
// and the offset behind it.
func repeatedName(text []byte) (name string, offset int64) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	type level struct {
		names  map[string]bool // nil in an array
		inside bool            // the next token is a value
	}
	var open []level
	for {
		token, err := decoder.Token()
		if err != nil {
			return "", int64(len(text))
		}
		var top *level
		if len(open) > 0 {
			top = &open[len(open)-1]
		}
		if text, ok := token.(string); ok && top != nil && top.names != nil && !top.inside {
			if top.names[text] {
				return text, decoder.InputOffset()
			}
			top.names[text], top.inside = true, true
			continue
		}
		if top != nil {
			top.inside = false
		}
		switch token {
		case json.Delim('{'):
			open = append(open, level{names: map[string]bool{}})
		case json.Delim('['):
			open = append(open, level{})
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		}
	}
}
