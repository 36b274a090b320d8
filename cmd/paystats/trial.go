package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"paystats/data/codelist"
	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/ingest"
	"paystats/ingest/profile"
)

// trial is what a proposal came to when its files were really read by it.
type trial struct {
	descriptor []byte
	entries    []codelist.Entry // rows that code lists need
	summary    ingest.Summary
	first      map[string][]obs.Observation // by resource
	rejects    map[string]int
	loaded     map[string]int
	problems   []*diag.Problem // other than refused values
	markets    markets
}

// shownObservations are the first of each resource that are shown.
const shownObservations = 4

// try opens the proposed descriptor and reads the files by it. Refused values become the
// limit that the descriptor sets.
func (j *addJob) try(ctx context.Context, p *profile.Proposal) (*trial, error) {
	entries := j.entries(p)
	lists, err := j.extended(entries)
	if err != nil {
		return nil, err
	}
	var t *trial
	for range 2 {
		t = &trial{descriptor: []byte(p.YAML()), entries: entries, first: map[string][]obs.Observation{}, rejects: map[string]int{}, loaded: map[string]int{},
			markets: markets{totals: map[marketSeries]bool{}}}
		if err := j.read(ctx, t, lists); err != nil {
			return nil, err
		}
		refused := false
		for _, r := range p.Resources {
			refused = refused || t.rejects[r.Name] != r.MaxRejects
			r.MaxRejects = t.rejects[r.Name]
		}
		if !refused {
			break
		}
	}
	return t, nil
}

func (j *addJob) read(ctx context.Context, t *trial, lists *codelist.Set) error {
	stage := j.files.stage(j.name, t.descriptor)
	d, err := ingest.Open(stage, setFolder(j.name))
	if err != nil {
		return fmt.Errorf("open the proposed descriptor: %w", err)
	}
	t.summary, err = d.Read(ctx, lists, func(o obs.Observation) error {
		name := o.Place.Resource
		t.markets.add(&o, lists)
		if t.loaded[name]++; len(t.first[name]) < shownObservations {
			t.first[name] = append(t.first[name], o)
		}
		return nil
	})
	for _, r := range t.summary.Rejects {
		t.rejects[r.Place.Resource]++
	}
	var list *diag.List
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &list):
		refused := map[string]bool{"too-many-rejects": true}
		for _, r := range t.summary.Rejects {
			refused[r.Code] = true
		}
		for _, problem := range list.Sorted() {
			if !refused[problem.Code] {
				t.problems = append(t.problems, problem)
			}
		}
	case err != nil:
		return err
	}
	return nil
}

// entries returns the rows that the proposal needs and no code list has.
func (j *addJob) entries(p *profile.Proposal) []codelist.Entry {
	var out []codelist.Entry
	var segments []string
	members := map[string][]string{}
	var dimensions []string
	for _, r := range p.Resources {
		for _, id := range r.Segments {
			if !slices.Contains(segments, id) {
				segments = append(segments, id)
			}
		}
		if d := r.Members.Dimension; len(r.Members.Names) > 0 {
			if members[d] == nil {
				dimensions = append(dimensions, d)
			}
			members[d] = append(members[d], r.Members.Names...)
		}
	}
	for _, id := range segments {
		out = append(out, j.lists.Propose("segment", "", strings.ReplaceAll(id, "-", " "))...)
	}
	for _, d := range dimensions {
		entries := j.lists.Propose("member", d, members[d]...)
		for _, e := range entries {
			if other := near(p, d, e.Name()); other != "" {
				e.Annotate(fmt.Sprintf("near %s?", other))
			}
		}
		out = append(out, entries...)
	}
	return out
}

// near returns the name that a new name differs little from; "" for none.
func near(p *profile.Proposal, dimension, name string) string {
	for _, r := range p.Resources {
		for _, pair := range r.Near {
			if r.Members.Dimension == dimension && pair[1] == name {
				return pair[0]
			}
		}
	}
	return ""
}

// extended returns the code lists with further rows.
func (j *addJob) extended(entries []codelist.Entry) (*codelist.Set, error) {
	if len(entries) == 0 {
		return j.lists, nil
	}
	layer := staged{folder: codelist.Folder, texts: map[string][]byte{}}
	for list, rows := range byList(entries) {
		text, err := codelist.Append(nil, rows...)
		if err != nil {
			return nil, err
		}
		layer.texts[list+".csv"] = text
	}
	return codelist.Read(append(slices.Clone(j.workspace.Layers()), layer)...)
}

func byList(entries []codelist.Entry) map[string][]codelist.Entry {
	lists := map[string][]codelist.Entry{}
	for _, e := range entries {
		lists[e.List] = append(lists[e.List], e)
	}
	return lists
}

// write puts the dataset into the workspace, and accepted rows into its code lists.
func (j *addJob) write(p *profile.Proposal, t *trial) error {
	temp := filepath.Join(j.workspace.State, "tmp", "add-"+j.name)
	if err := os.RemoveAll(temp); err != nil {
		return fmt.Errorf("write dataset: %w", err)
	}
	defer os.RemoveAll(temp)
	for _, name := range j.files.names {
		if err := copyFile(filepath.Join(temp, filepath.FromSlash(name)), j.files.sources[name]); err != nil {
			return fmt.Errorf("copy %s: %w", name, err)
		}
	}
	if err := createFile(filepath.Join(temp, ingest.DescriptorName), t.descriptor); err != nil {
		return fmt.Errorf("write dataset: %w", err)
	}
	accepted := j.yes || len(t.entries) > 0 && j.asker.yes(fmt.Sprintf("add %d new names to the code lists", len(t.entries)))
	if accepted {
		if err := j.accept(t.entries); err != nil {
			return err
		}
	}
	target := filepath.Join(j.workspace.Root, "data", "sets", j.name)
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return fmt.Errorf("write dataset: %w", err)
	}
	if err := os.Rename(temp, target); err != nil {
		return fmt.Errorf("write dataset: %w", err)
	}
	j.sayWritten(p, t, accepted)
	return nil
}

// accept adds rows to the workspace's own code lists.
func (j *addJob) accept(entries []codelist.Entry) error {
	lists := byList(entries)
	for _, list := range codelist.Names() {
		if len(lists[list]) == 0 {
			continue
		}
		file := filepath.Join(j.workspace.Root, filepath.FromSlash(lists[list][0].File()))
		text, err := os.ReadFile(file)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("read code list: %w", err)
		}
		if text, err = codelist.Append(text, lists[list]...); err != nil {
			return err
		}
		if err := replaceFile(file, text); err != nil {
			return fmt.Errorf("write code list: %w", err)
		}
	}
	return nil
}

// replaceFile writes a file beside and renames it into place.
func replaceFile(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	temp := file + ".new"
	if err := os.WriteFile(temp, text, 0o644); err != nil {
		return err
	}
	return os.Rename(temp, file)
}

func copyFile(to, from string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	dst, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = dst.ReadFrom(src)
	return errors.Join(err, dst.Close())
}

// printDescriptor prints the descriptor alone.
func (j *addJob) printDescriptor(p *profile.Proposal) {
	text := bytes.TrimRight([]byte(p.YAML()), "\n")
	j.say(map[string]any{"dataset": j.name, "descriptor": string(text), "unsure": p.Unsure(), "changed": false}, "%s", text)
}
