// Command release makes of a built binary what is published: an archive with the manual
// pages, the licences and the examples, a list of what the binary is made of (CycloneDX), and checksums.
//
//	release -o DIR -version VERSION BINARY     in the root of the repository
//
// Equal binaries and trees give equal bytes: archives hold sorted names, one date
// (SOURCE_DATE_EPOCH, that of the commit) and no owner.
package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	out := flags.String("o", "", "folder to write to")
	version := flags.String("version", "", "version in the names of the files")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 || *out == "" || *version == "" {
		return errors.New("usage: release -o DIR -version VERSION BINARY")
	}
	info, err := buildinfo.ReadFile(flags.Arg(0))
	if err != nil {
		return fmt.Errorf("read what the binary is made of: %w", err)
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return fmt.Errorf("SOURCE_DATE_EPOCH, the seconds of the commit: %w", err)
	}
	date := time.Unix(seconds, 0).UTC()
	parts, err := partsOf(info)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("paystats-%s-%s-%s", *version, settings["GOOS"], settings["GOARCH"])
	files, err := contents(flags.Arg(0), parts, date)
	if err != nil {
		return err
	}
	archive, err := pack(name, files, date)
	if err != nil {
		return err
	}
	sbom, err := cycloneDX(*version, parts, date)
	if err != nil {
		return err
	}
	return write(*out, []file{{name + ".tar.gz", archive, 0o644}, {name + ".cdx.json", sbom, 0o644}})
}

// file is a file of a release.
type file struct {
	name    string
	content []byte
	mode    int64
}

// contents collects what goes into the archive.
func contents(binary string, parts []part, date time.Time) ([]file, error) {
	program, err := os.ReadFile(binary)
	if err != nil {
		return nil, err
	}
	files := []file{{"paystats", program, 0o755}, {"NOTICES.txt", notices(parts), 0o644}}
	for _, name := range []string{"LICENSE", "README.md", "CHANGELOG.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files = append(files, file{name, text, 0o644})
	}
	manual, err := os.MkdirTemp("", "paystats-man-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(manual)
	man := exec.Command(binary, "man", manual)
	man.Env = append(os.Environ(), fmt.Sprintf("SOURCE_DATE_EPOCH=%d", date.Unix()), "PAYSTATS_MEMORY=")
	if text, err := man.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s man: %w: %s", binary, err, text)
	}
	for folder, source := range map[string]string{"man/man1": manual, "unattended": "cmd/paystats/unattended"} {
		entries, err := os.ReadDir(source)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			text, err := os.ReadFile(filepath.Join(source, e.Name()))
			if err != nil {
				return nil, err
			}
			files = append(files, file{folder + "/" + e.Name(), text, 0o644})
		}
	}
	for _, shell := range []string{"bash", "zsh", "fish"} {
		text, err := exec.Command(binary, "completion", shell).Output()
		if err != nil {
			return nil, fmt.Errorf("%s completion %s: %w", binary, shell, err)
		}
		files = append(files, file{"completion/paystats." + shell, text, 0o644})
	}
	return files, nil
}

// write writes files and their checksums, for sha256sum -c.
func write(folder string, files []file) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	var sums strings.Builder
	for _, f := range files {
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(f.content), f.name)
	}
	for _, f := range append(files, file{"SHA256SUMS", []byte(sums.String()), 0o644}) {
		if err := os.WriteFile(filepath.Join(folder, f.name), f.content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
