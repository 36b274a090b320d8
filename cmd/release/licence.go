package main

import (
	"fmt"
	"strings"
)

// mit is the text of the MIT licence, behind who holds the rights.
const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the
following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO
EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE
USE OR OTHER DEALINGS IN THE SOFTWARE.
`

// phrases tell licences apart: each has all of its own, and none of those against it.
var phrases = []struct {
	id       string
	has, not []string
}{
	{"Apache-2.0", []string{"apache license", "version 2.0"}, nil},
	{"MIT", []string{"permission is hereby granted, free of charge, to any person obtaining a copy"}, nil},
	{"BSD-3-Clause", []string{"redistribution and use in source and binary forms", "neither the name"}, nil},
	{"BSD-2-Clause", []string{"redistribution and use in source and binary forms"}, []string{"neither the name", "names of its contributors may not"}},
	{"MPL-2.0", []string{"mozilla public license version 2.0"}, nil},
	{"ISC", []string{"permission to use, copy, modify, and/or distribute this software for any purpose"}, nil},
}

// classify names the licences whose words a text holds.
func classify(text string) []string {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	var ids []string
	for _, p := range phrases {
		holds := func(words []string, all bool) bool {
			for _, w := range words {
				if strings.Contains(text, w) != all {
					return false
				}
			}
			return true
		}
		if holds(p.has, true) && holds(p.not, false) {
			ids = append(ids, p.id)
		}
	}
	return ids
}

// notices is what the licences of the parts ask to be passed on.
func notices(parts []part) []byte {
	var out strings.Builder
	out.WriteString("paystats is under the Apache License 2.0 (LICENSE). It holds works of others, each under its own licence.\n")
	for _, p := range parts {
		from := p.origin
		if from == "" {
			from = p.name
		}
		fmt.Fprintf(&out, "\n%s\n%s %s (%s)\n%s\n", strings.Repeat("=", 80), p.name, p.version, p.licence, from)
		for _, text := range p.texts {
			fmt.Fprintf(&out, "%s\n%s\n", strings.Repeat("-", 80), strings.TrimRight(text, "\n"))
		}
	}
	return []byte(out.String())
}
