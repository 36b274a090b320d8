// Package profile looks at tables that nobody has described and proposes a descriptor.
//
//		File (ingest.Look and its name) ─► Propose ─► Proposal ─► YAML, the text of a datapackage.yaml
//
//	 1. The shape of a table: title rows, header rows, the body, total rows, notes (shape.go, rows.go).
//	 2. Of each column, what its name and its texts say: its Role, and why (column.go, role.go, words.go).
//	 3. What stands outside the table: periods and units in titles, sheet names and paths (outside.go, tree.go).
//	 4. Tables of one shape become one resource (propose.go, resource.go).
//
// Nothing is guessed silently: what is proposed is either evident, and its reason kept in
// Why, or has an Unsure that becomes a comment on its line of the descriptor.
//
// Equal files, lists and options give an equal proposal. The package opens no file.
package profile
