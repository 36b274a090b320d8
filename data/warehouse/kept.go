package warehouse

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// keptPrefix begins the names of warehouses that are kept.
const keptPrefix = "kept-"

// Keep keeps the warehouse of a state folder as it is now, beside the one that runs go on
// with, and returns the name of its file. It costs nothing until a run puts another file in
// the warehouse's place, since none is ever changed in place.
func Keep(folder string) (name string, err error) {
	path := filepath.Join(folder, FileName)
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("keep warehouse: %w", err)
	}
	name = fmt.Sprintf("%s%d-%d.duckdb", keptPrefix, info.Size(), info.ModTime().UnixNano())
	kept := filepath.Join(folder, name)
	if err := os.Link(path, kept); err == nil || errors.Is(err, fs.ErrExist) {
		return name, nil
	}
	part := kept + ".part" // the file system has no links
	if err := copyFile(path, part); err != nil {
		return "", err
	}
	if err := os.Rename(part, kept); err != nil {
		return "", fmt.Errorf("keep warehouse: %w", err)
	}
	return name, nil
}

// DropKept removes all warehouses that are kept but the named one.
func DropKept(folder, but string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("look into state folder: %w", err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), keptPrefix) && e.Name() != but {
			err = errors.Join(err, os.Remove(filepath.Join(folder, e.Name())))
		}
	}
	return err
}
