package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// pictureCache keeps the pictures of charts by everything that they are made from, so that
// a report draws only the charts that changed. What cannot be read or written is drawn anew.
type pictureCache struct {
	dir     string
	program string // tells builds of the program apart

	mu   sync.Mutex
	used map[string]bool // names of files
}

// pictureFiles are the pictures of one chart by format, and the letters that they lack.
type pictureFiles struct {
	Missing string            `json:"missing"`
	Files   map[string][]byte `json:"files"`
}

// newPictureCache opens the cache in a workspace's state folder.
func newPictureCache(state string) *pictureCache {
	c := &pictureCache{dir: filepath.Join(state, "pictures"), used: map[string]bool{}}
	if path, err := os.Executable(); err == nil {
		if info, err := os.Stat(path); err == nil {
			c.program = fmt.Sprint(info.Size(), info.ModTime().UnixNano())
		}
	}
	return c
}

// key returns the name of what is made from a chart and options, both as JSON.
func (c *pictureCache) key(made ...any) (string, error) {
	text, err := json.Marshal(made)
	if err != nil {
		return "", fmt.Errorf("describe chart: %w", err)
	}
	return digest(programVersion(), c.program, string(text)) + ".json", nil
}

// get returns what was kept under a key.
func (c *pictureCache) get(key string) (p pictureFiles, ok bool) {
	c.mu.Lock()
	c.used[key] = true
	c.mu.Unlock()
	text, err := os.ReadFile(filepath.Join(c.dir, key))
	return p, err == nil && json.Unmarshal(text, &p) == nil
}

// put keeps pictures under a key.
func (c *pictureCache) put(key string, p pictureFiles) {
	text, err := json.Marshal(p)
	if err != nil || os.MkdirAll(c.dir, 0o755) != nil {
		return
	}
	part, err := os.CreateTemp(c.dir, "part-")
	if err != nil {
		return
	}
	_, err = part.Write(text)
	if part.Close() != nil || err != nil || os.Rename(part.Name(), filepath.Join(c.dir, key)) != nil {
		os.Remove(part.Name())
	}
}

// prune removes what no chart of a whole report was made of.
func (c *pictureCache) prune() {
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !c.used[e.Name()] {
			os.Remove(filepath.Join(c.dir, e.Name()))
		}
	}
}
