package codelist

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

var (
	//go:embed tables/simplified.txt
	simplifiedText string
	//go:embed tables/pinyin.txt
	pinyinText string
)

// simplified leads from a traditional character to the simplified one.
var simplified = sync.OnceValue(func() map[rune]rune {
	table := map[rune]rune{}
	for line := range tableLines(simplifiedText) {
		for line != "" {
			from, n := utf8.DecodeRuneInString(line)
			to, m := utf8.DecodeRuneInString(line[n:])
			table[from], line = to, line[n+m:]
		}
	}
	return table
})

// pinyin leads from a simplified character to its commonest syllable, without tone.
var pinyin = sync.OnceValue(func() map[rune]string {
	table := map[rune]string{}
	for line := range tableLines(pinyinText) {
		syllable, characters, _ := strings.Cut(line, " ")
		for _, r := range characters {
			table[r] = syllable
		}
	}
	return table
})

// syllables are all syllables of pinyin, without tones.
var syllables = sync.OnceValue(func() map[string]bool {
	table := map[string]bool{}
	for line := range tableLines(pinyinText) {
		syllable, _, _ := strings.Cut(line, " ")
		table[syllable] = true
	}
	return table
})

// tableLines yields the lines of a table, without comments.
func tableLines(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			if line == "" || line[0] == '#' {
				continue
			}
			if !yield(line) {
				return
			}
		}
	}
}
