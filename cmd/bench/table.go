package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
)

// line is one line of the table.
type line struct {
	what    string
	took    usage
	against usage  // what it is compared with; itself for the other side
	bar     string // what the ratio of times may be, "" for none
}

// printTable prints what was measured, as Markdown.
func printTable(out io.Writer, rows int64, runs int, lines []line) error {
	fmt.Fprintf(out, "%d rows; best of %d; %s\n\n", rows, runs, machine())
	fmt.Fprintln(out, "| what | seconds | ratio | bar | CPU s | ratio | peak memory, MB | disk, MB |")
	_, err := fmt.Fprintln(out, "|---|---:|---:|---:|---:|---:|---:|---:|")
	for _, l := range lines {
		ratios := [2]string{"1", "1"}
		if l.took != l.against {
			ratios = [2]string{fmt.Sprintf("%.2f", l.took.wall.Seconds()/l.against.wall.Seconds()), fmt.Sprintf("%.2f", l.took.cpu.Seconds()/l.against.cpu.Seconds())}
		}
		_, err = fmt.Fprintf(out, "| %s | %.1f | %s | %s | %.1f | %s | %d | %d |\n", l.what, l.took.wall.Seconds(), ratios[0], l.bar, l.took.cpu.Seconds(), ratios[1], l.took.memory>>20, l.took.disk>>20)
	}
	return err
}

// machine describes the machine.
func machine() string {
	field := func(file, name string) string {
		text, _ := os.ReadFile(file)
		for l := range strings.Lines(string(text)) {
			if key, value, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(key) == name {
				return strings.TrimSpace(value)
			}
		}
		return "unknown"
	}
	var kilobytes int64
	_, _ = fmt.Sscan(field("/proc/meminfo", "MemTotal"), &kilobytes)
	return fmt.Sprintf("%s, %d cores, %d GB of memory, %s", field("/proc/cpuinfo", "model name"), runtime.NumCPU(), kilobytes>>20, runtime.GOOS)
}
