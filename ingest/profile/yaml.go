package profile

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// node is a key of the descriptor, with what stands under it and what is unsure about it.
type node struct {
	key    string
	text   string // YAML of a scalar or a flow
	under  []node
	items  []node // of a list
	unsure []string
}

// leaf returns a key with a scalar or flow.
func leaf(key, text string, unsure ...string) node {
	unsure = slices.DeleteFunc(slices.Clone(unsure), func(text string) bool { return text == "" })
	return node{key: key, text: text, unsure: unsure}
}

// comment returns what is unsure, as the end of a line.
func (n node) comment() string {
	if len(n.unsure) == 0 {
		return ""
	}
	text := strings.Join(strings.Fields(strings.Join(n.unsure, "; ")), " ")
	return "  # unsure: " + strings.Map(func(c rune) rune {
		if isForbidden(c) {
			return '?'
		}
		return c
	}, strings.ToValidUTF8(text, "?"))
}

// write writes a node at a depth of indentation.
func (n node) write(to *strings.Builder, indent string) {
	to.WriteString(indent + n.key + ":")
	if n.text != "" {
		to.WriteString(" " + n.text)
	}
	to.WriteString(n.comment() + "\n")
	for _, child := range n.under {
		child.write(to, indent+"  ")
	}
	for _, item := range n.items {
		item.writeItem(to, indent+"  ")
	}
}

func (n node) writeItem(to *strings.Builder, indent string) {
	if len(n.under) == 0 {
		to.WriteString(indent + "- " + n.text + n.comment() + "\n")
		return
	}
	var inner strings.Builder
	for _, child := range n.under {
		child.write(&inner, indent+"  ")
	}
	to.WriteString(indent + "- " + strings.TrimPrefix(inner.String(), indent+"  "))
}

// pair is a key of a flow mapping.
type pair struct{ key, text string }

// flow writes a mapping on one line; pairs without text are left out.
func flow(pairs ...pair) string {
	var parts []string
	for _, p := range pairs {
		if p.text != "" {
			parts = append(parts, p.key+": "+p.text)
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// flowList writes texts as a list on one line.
func flowList(texts []string) string {
	var parts []string
	for _, text := range texts {
		parts = append(parts, scalar(text))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// plain is a text that YAML reads as itself, in a flow too.
var plain = regexp.MustCompile(`^[\pL_/][\pL\pN_./+*()-]*(?: [\pL\pN_./+*()-]+)*$`)

// spoken are plain words that YAML takes for something else.
var spoken = regexp.MustCompile(`(?i)^(?:true|false|yes|no|on|off|null|y|n|~)$`)

// scalar writes a text as YAML.
func scalar(text string) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	switch {
	case plain.MatchString(text) && !spoken.MatchString(text):
		return text
	case strings.ContainsFunc(text, func(c rune) bool {
		return c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xfeff
	}):
		return strconv.Quote(text)
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// isForbidden reports whether a character may not stand in YAML as it is.
func isForbidden(c rune) bool {
	return c < ' ' || c >= 0x7f && c <= 0x9f || c == 0x2028 || c == 0x2029 || c == 0xfeff || c == 0xfffe || c == 0xffff
}
