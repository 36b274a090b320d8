package main

import "io/fs"

// walkFiles calls visit with the name and content of every file of a tree.
func walkFiles(root fs.FS, visit func(name string, content []byte)) error {
	return fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(root, name)
		if err == nil {
			visit(name, content)
		}
		return err
	})
}
