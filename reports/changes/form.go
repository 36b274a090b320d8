package changes

import (
	"fmt"
	"html"
	"strings"
)

// more says how many lines of a section are not shown, "" if all are.
func (d *Digest) more(s section) string {
	if n := s.count - len(s.lines); n > 0 {
		return d.say(fmt.Sprintf("and %d more", n), fmt.Sprintf("另有 %d 项", n))
	}
	return ""
}

// heading is the first line.
func (d *Digest) heading() string { return plain(d.Title + d.say(": ", "：") + d.Headline()) }

// Text returns the digest as plain text.
func (d *Digest) Text() string {
	var out strings.Builder
	out.WriteString(d.heading() + "\n")
	if d.Held != "" {
		out.WriteString("\n" + plain(d.Held) + "\n")
	}
	for _, s := range d.sections() {
		out.WriteString("\n" + s.title + "\n")
		for _, line := range s.lines {
			out.WriteString("- " + line + "\n")
		}
		if more := d.more(s); more != "" {
			out.WriteString("  " + more + "\n")
		}
	}
	out.WriteString("\n" + d.Report + "\n")
	return out.String()
}

// inert keeps a text from being read as Markdown or HTML.
var inert = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;",
	"#", `\#`, "|", `\|`, "~", `\~`, "!", `\!`)

// Markdown returns the digest for chats and issue trackers.
func (d *Digest) Markdown() string {
	var out strings.Builder
	out.WriteString("**" + inert.Replace(d.heading()) + "**\n")
	if d.Held != "" {
		out.WriteString("\n" + inert.Replace(plain(d.Held)) + "\n")
	}
	for _, s := range d.sections() {
		out.WriteString("\n### " + s.title + "\n\n")
		for _, line := range s.lines {
			out.WriteString("- " + inert.Replace(line) + "\n")
		}
		if more := d.more(s); more != "" {
			out.WriteString("\n" + more + "\n")
		}
	}
	out.WriteString("\n" + inert.Replace(d.Report) + "\n")
	return out.String()
}

// HTML returns the digest as a whole document that a mail can be made of: no script, no style
// sheet, nothing fetched.
func (d *Digest) HTML() string {
	var out strings.Builder
	heading := html.EscapeString(d.heading())
	lang := d.say("en", "zh-Hans")
	fmt.Fprintf(&out, "<!doctype html>\n<html lang=%q>\n<head><meta charset=\"utf-8\"><title>%s</title></head>\n<body>\n<h1>%s</h1>\n", lang, heading, heading)
	if d.Held != "" {
		fmt.Fprintf(&out, "<p>%s</p>\n", html.EscapeString(plain(d.Held)))
	}
	for _, s := range d.sections() {
		fmt.Fprintf(&out, "<h2>%s</h2>\n<ul>\n", html.EscapeString(s.title))
		for _, line := range s.lines {
			fmt.Fprintf(&out, "<li>%s</li>\n", html.EscapeString(line))
		}
		out.WriteString("</ul>\n")
		if more := d.more(s); more != "" {
			fmt.Fprintf(&out, "<p>%s</p>\n", html.EscapeString(more))
		}
	}
	fmt.Fprintf(&out, "<p>%s</p>\n</body>\n</html>\n", html.EscapeString(d.Report))
	return out.String()
}
