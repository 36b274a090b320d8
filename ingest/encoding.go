package ingest

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"paystats/data/diag"
	"paystats/data/yamldoc"
)

var (
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

// encodings are the words for `encoding`, in lower case; nil is UTF-8. Of utf-16, the
// byte order mark says which it is. GB18030 contains GBK, and GBK contains GB2312.
var encodings = map[string]encoding.Encoding{
	"utf-8": nil, "utf8": nil, "utf-8-sig": nil,
	"utf-16": utf16LE, "utf-16le": utf16LE, "utf-16be": utf16BE,
	"gb18030": simplifiedchinese.GB18030, "gbk": simplifiedchinese.GB18030, "gb2312": simplifiedchinese.GB18030,
	"big5": traditionalchinese.Big5, "windows-1252": charmap.Windows1252, "cp1252": charmap.Windows1252,
}

// readEncoding reads `encoding`; "" is UTF-8.
func readEncoding(m *yamldoc.Mapping) string {
	text := strings.ToLower(m.Text("encoding"))
	found, ok := encodings[text]
	if !ok && text != "" {
		words := []string{"utf-8", "utf-16", "utf-16le", "utf-16be", "gb18030", "gbk", "big5", "windows-1252"}
		m.At("encoding").OneOf(words...)
		return ""
	}
	if found == nil {
		return ""
	}
	return text
}

// decodeText returns src as UTF-8. What does not fit the encoding becomes U+FFFD, which
// refuses the cell that it stands in.
func decodeText(src io.Reader, name, file string) (io.Reader, error) {
	from := encodings[name]
	if from == nil {
		return src, nil
	}
	if name == "utf-16" {
		buffered := bufio.NewReaderSize(src, 64<<10)
		mark, _ := buffered.Peek(2)
		switch {
		case string(mark) == "\xfe\xff":
			from = utf16BE
		case string(mark) != "\xff\xfe" && len(mark) > 0:
			return nil, &diag.Problem{Pos: diag.Pos{File: file}, Code: "text-encoding", Msg: "the file has no byte order mark, which utf-16 needs",
				Hint: "write encoding: utf-16le or encoding: utf-16be"}
		}
		src = buffered
	}
	return transform.NewReader(src, from.NewDecoder()), nil
}

// sampleSize is how much of a file is looked at, in bytes.
const sampleSize = 16 << 10

// candidate is an encoding that a sample may have.
type candidate struct {
	name  string
	score float64 // share of the signs beyond ASCII that are usual in the encoding, 0 to 1
	reads string  // the first of them, decoded
}

// encodingHint says which encodings a text that is not UTF-8 may have. It is a hint and
// nothing more: the descriptor has to say it.
func encodingHint(sample []byte) string {
	found := sniff(sample[:min(len(sample), sampleSize)])
	if len(found) == 0 {
		return "save the file as UTF-8, or declare its encoding"
	}
	var words []string
	for _, c := range found {
		words = append(words, fmt.Sprintf("encoding: %s (it then reads %q)", c.name, c.reads))
	}
	return "add " + strings.Join(words, ", or ")
}

// sniff returns the encodings that fit a sample, the likeliest first.
func sniff(sample []byte) []candidate {
	nuls := [2]int{}
	for i, b := range sample {
		if b == 0 {
			nuls[i%2]++
		}
	}
	var found []candidate
	add := func(name string, score float64) {
		from := encodings[name]
		text, err := from.NewDecoder().Bytes(sample)
		bad := bytes.Count(text, []byte("\ufffd"))
		if err == nil && bad <= 1 && score >= 0.4 { // the sample may end within a character
			found = append(found, candidate{name, score, firstBeyondASCII(strings.TrimPrefix(string(text), "\ufeff"))})
		}
	}
	switch mark := string(sample[:min(2, len(sample))]); {
	case mark == "\xff\xfe" || mark == "\xfe\xff":
		if mark == "\xfe\xff" {
			sample = swapPairs(sample)
		}
		add("utf-16", 1)
	case nuls[1] > len(sample)/8 && nuls[0] < nuls[1]/8: // 一 is U+4E00
		add("utf-16le", 1)
	case nuls[0] > len(sample)/8 && nuls[1] < nuls[0]/8:
		add("utf-16be", 1)
	case nuls[0]+nuls[1] == 0:
		add("gb18030", usualPairs(sample, 0xd7))
		add("big5", usualPairs(sample, 0xc6))
		add("windows-1252", single(sample))
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return found
}

func swapPairs(text []byte) []byte {
	swapped := make([]byte, len(text)&^1)
	for i := range swapped {
		swapped[i] = text[i^1]
	}
	return swapped
}

// usualPairs returns which share of the pairs that start beyond ASCII start with a byte
// from A1 to last: the usual characters of a Chinese encoding stand there. Big5's second
// bytes from 40 to 7E, which GB18030 has for rare characters only, count half for GB18030.
func usualPairs(text []byte, last byte) float64 {
	pairs, usual := 0, 0.0
	for i := 0; i+1 < len(text); i++ {
		if text[i] < utf8.RuneSelf {
			continue
		}
		pairs++
		if text[i] >= 0xa1 && text[i] <= last {
			usual++
			if last == 0xd7 && text[i+1] < 0xa1 {
				usual -= 0.5
			}
		}
		i++
	}
	return usual / float64(max(pairs, 1))
}

// single returns which share of the bytes beyond ASCII stand alone between ASCII ones.
func single(text []byte) float64 {
	beyond, alone := 0, 0.0
	for i, b := range text {
		if b < utf8.RuneSelf {
			continue
		}
		beyond++
		if (i == 0 || text[i-1] < utf8.RuneSelf) && (i+1 >= len(text) || text[i+1] < utf8.RuneSelf) {
			alone++
		}
	}
	return alone / float64(max(beyond, 1))
}

// firstBeyondASCII returns the line's text around the first character that is not ASCII.
func firstBeyondASCII(text string) string {
	const shown = 12 // runes
	at := max(0, strings.IndexFunc(text, func(c rune) bool { return c >= utf8.RuneSelf }))
	start := strings.LastIndexAny(text[:at], ",;\t\n\r\" ") + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	runes := []rune(strings.TrimRight(line, "\r"))
	return string(runes[:min(shown, len(runes))])
}

// isUTF8 reports whether a sample is UTF-8 without NULs; its end may cut a character.
func isUTF8(sample []byte) bool {
	for cut := range min(utf8.UTFMax, len(sample)+1) {
		if utf8.Valid(sample[:len(sample)-cut]) {
			return bytes.IndexByte(sample, 0) < 0
		}
	}
	return false
}
