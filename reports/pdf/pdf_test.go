package pdf_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"paystats/reports/pdf"
	"paystats/reports/picture"
)

var (
	blue  = picture.Color{R: 0x12, G: 0x72, B: 0xd3, A: 1}
	white = picture.Color{R: 255, G: 255, B: 255, A: 1}
)

// example uses everything that a picture can hold.
func example() *picture.Picture {
	stroke := picture.Stroke{Color: blue, Width: 2, Dash: []float64{4, 2}, Cap: picture.RoundCap, Join: picture.Bevel, Miter: 4}
	return &picture.Picture{
		ID: "example", Lang: "zh", Title: "支付宝占六成", Width: 400, Height: 200, Background: &white,
		Items: []picture.Item{
			&picture.Group{Matrix: picture.Move(10, 10), Clip: &picture.Clip{Path: picture.Circle(50, 50, 50)}, Items: []picture.Item{
				&picture.Shape{Path: picture.Rect(0, 0, 100, 100), Fill: &picture.Gradient{X2: 1, Stops: []picture.Stop{{At: 0, Color: picture.Color{R: 255}}, {At: 1, Color: blue}}}},
				&picture.Shape{Path: picture.Rect(0, 0, 100, 100), Fill: &picture.Pattern{Matrix: picture.Rotate(1), Width: 1, Height: 6, Alpha: 0.5, Items: []picture.Item{
					&picture.Shape{Path: picture.Rect(0, 0, 1, 2), Fill: white},
				}}},
			}},
			&picture.Shape{Path: picture.Line(10, 150, 390, 150), Stroke: &stroke},
			&picture.Text{X: 390, Y: 180, Anchor: picture.End, Size: 14, Bold: true, String: "支付宝 61.9 %", Fill: blue, Halo: &picture.Stroke{Color: white, Width: 3, Cap: picture.Butt, Join: picture.RoundJoin}},
		},
	}
}

func mustWrite(t *testing.T, p *picture.Picture) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := pdf.Write(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWriteRepeatsItself(t *testing.T) {
	if !bytes.Equal(mustWrite(t, example()), mustWrite(t, example())) {
		t.Error("equal pictures give different files")
	}
}

func TestWriteKeepsText(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Fatal("no pdftotext: `make test-deps` installs it")
	}
	file := filepath.Join(t.TempDir(), "chart.pdf")
	if err := os.WriteFile(file, mustWrite(t, example()), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", file, "-").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if !strings.Contains(string(out), "支付宝 61.9 %") {
		t.Errorf("the file's text is %q", out)
	}
}

func TestWriteNamesWhatItCannotDraw(t *testing.T) {
	turned := &picture.Text{Matrix: picture.Rotate(1), Size: 12, String: "turned", Fill: blue, Anchor: picture.Start}
	down := &picture.Shape{Path: picture.Rect(0, 0, 9, 9), Fill: &picture.Gradient{Y2: 1, Stops: []picture.Stop{{Color: blue}, {At: 1, Color: white}}}}
	for want, it := range map[string]picture.Item{`the turned text "turned"`: turned, "a gradient that does not run to the right": down} {
		p := example()
		p.Items = append(p.Items, it)
		if err := pdf.Write(&bytes.Buffer{}, p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Write = %v, want %q", err, want)
		}
	}
}
