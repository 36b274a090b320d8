//go:build unix

package svg

import (
	"context"
	"io"
	"syscall"
	"testing"
	"time"

	"paystats/reports/chart"
	"paystats/reports/pdf"
	"paystats/reports/raster"
)

// cpuOf runs work as often as a benchmark asks and reports the processor time of one run,
// which other programs on the machine change less than the time on the clock.
func cpuOf(b *testing.B, work func() error) {
	before, n := cpu(b), 0
	for b.Loop() {
		if err := work(); err != nil {
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(float64((cpu(b)-before).Microseconds())/1000/float64(n), "cpu-ms/op")
}

// cpu is the processor time of this process, its own and the system's for it.
func cpu(b *testing.B) time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// BenchmarkCompile is what the first chart of a process costs beyond the others.
func BenchmarkCompile(b *testing.B) {
	cpuOf(b, func() error { _, err := compile(); return err })
}

func BenchmarkSVG(b *testing.B) {
	s, d := example(chart.Stacked, "zh"), new(Drawer)
	cpuOf(b, func() error {
		p, err := d.Draw(context.Background(), s, Options{Lang: "zh"})
		if err != nil {
			return err
		}
		return Write(io.Discard, p, false)
	})
}

func BenchmarkPNG(b *testing.B) {
	p := mustDraw(b, example(chart.Stacked, "zh"), Options{Lang: "zh"})
	cpuOf(b, func() error { return raster.PNG(io.Discard, p, 2) })
}

func BenchmarkPDF(b *testing.B) {
	p := mustDraw(b, example(chart.Stacked, "zh"), Options{Lang: "zh"})
	cpuOf(b, func() error { return pdf.Write(io.Discard, p) })
}
