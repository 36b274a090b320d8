package main

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"paystats/reports/picture"
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
	Missing string
	Files   map[string][]byte
}

// newPictureCache opens the cache in a workspace's state folder.
func newPictureCache(state string) *pictureCache {
	for _, v := range []any{&picture.Group{}, &picture.Shape{}, &picture.Text{}, picture.Color{}, &picture.Gradient{}, &picture.Pattern{}} {
		gob.Register(v) // what a picture may hold
	}
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
	return digest(programVersion(), c.program, string(text)) + ".gob", nil
}

// get reads what was kept under a key.
func (c *pictureCache) get(key string, kept any) (ok bool) {
	c.mu.Lock()
	c.used[key] = true
	c.mu.Unlock()
	text, err := os.ReadFile(filepath.Join(c.dir, key))
	return err == nil && gob.NewDecoder(bytes.NewReader(text)).Decode(kept) == nil
}

// drawn returns the picture that is kept of what it is made from, else draws it and keeps it.
func (c *pictureCache) drawn(draw func() (*picture.Picture, error), made ...any) (*picture.Picture, error) {
	key, err := c.key(made...)
	if err != nil {
		return nil, err
	}
	var p *picture.Picture
	if c.get(key, &p) {
		return p, nil
	}
	if p, err = draw(); err == nil {
		c.put(key, p)
	}
	return p, err
}

// put keeps something under a key.
func (c *pictureCache) put(key string, made any) {
	var text bytes.Buffer
	if gob.NewEncoder(&text).Encode(made) != nil || os.MkdirAll(c.dir, 0o755) != nil {
		return
	}
	part, err := os.CreateTemp(c.dir, "part-")
	if err != nil {
		return
	}
	_, err = part.Write(text.Bytes())
	if part.Close() != nil || err != nil || os.Rename(part.Name(), filepath.Join(c.dir, key)) != nil {
		os.Remove(part.Name())
	}
}

// prune removes what no chart of a whole report was made of; nothing if none was asked for.
func (c *pictureCache) prune() {
	if len(c.used) == 0 {
		return
	}
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
