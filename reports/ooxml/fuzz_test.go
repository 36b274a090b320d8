package ooxml_test

import (
	"bytes"
	"testing"

	"paystats/reports/ooxml"
)

// Whatever a package holds, reading it ends; what can be read is written so that it reads
// and writes the same again.
func FuzzRead(f *testing.F) {
	pack := ooxml.New()
	pack.Add("ppt/presentation.xml", "application/xml", []byte("<p/>"))
	pack.Relate("", "officeDocument", "ppt/presentation.xml")
	pack.RelateOutside("ppt/presentation.xml", "hyperlink", "https://example.org/?a=1&b=2")
	f.Add(written(f, pack))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := ooxml.Read(data)
		if err != nil {
			return
		}
		first.Active()
		first.Prune()
		once := written(t, first)
		second, err := ooxml.Read(once)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if !bytes.Equal(once, written(t, second)) {
			t.Error("read and written again, it is another")
		}
	})
}

func written(t testing.TB, p *ooxml.Package) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := p.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
