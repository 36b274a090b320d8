package codelist

// Folder is where the lists stand in a workspace.
const Folder = "data/codelists"

// schema says how a list is built.
type schema struct {
	name     string
	key      []string // columns that identify a row
	required []string // further columns that must exist and hold text in every row
	optional []string // columns that may be left out of a file, and cells that may be empty
	names    []string // columns, besides the key, whose text resolves to the row
}

// schemas are the code lists, in the order in which problems of merged lists are looked for.
var schemas = []schema{
	{name: "area", key: []string{"id"}, required: []string{"name_en"},
		optional: []string{"name_zh", "parent", "aliases"}, names: []string{"name_en", "name_zh", "aliases"}},
	{name: "segment", key: []string{"id"}, required: []string{"name_en"},
		optional: []string{"name_zh", "parent", "aliases", "note"}, names: []string{"name_en", "name_zh", "aliases"}},
	{name: "measure", key: []string{"id"}, required: []string{"name_en", "kind", "additive", "unit_kind"},
		optional: []string{"name_zh", "aliases", "note"}, names: []string{"name_en", "name_zh", "aliases"}},
	{name: "dimension", key: []string{"id"}, required: []string{"name_en"}, optional: []string{"many_en", "name_zh"}},
	{name: "member", key: []string{"dimension", "id"}, required: []string{"name_en"},
		optional: []string{"name_zh", "name_zh_hant", "parent", "aliases", "note"},
		names:    []string{"name_en", "name_zh", "name_zh_hant", "aliases"}},
	{name: "publisher", key: []string{"id"}, required: []string{"name_en"},
		optional: []string{"name_zh", "aliases", "volume_means", "note"}, names: []string{"name_en", "name_zh", "aliases"}},
	{name: "scope", key: []string{"id"}, required: []string{"name_en"},
		optional: []string{"name_zh", "aliases", "note"}, names: []string{"name_en", "name_zh", "aliases"}},
	{name: "market", key: []string{"id"}, required: []string{"name_en", "area", "segment", "measures", "scope", "publishers"},
		optional: []string{"name_zh", "dimension", "sum_over", "total", "unit", "index_base", "users_market", "population_market", "deflator_market", "note", "n_members"},
		names:    []string{"name_en", "name_zh"}},
	{name: "event", key: []string{"id"}, required: []string{"date", "name_en"},
		optional: []string{"name_zh", "members", "source", "note", "until", "kind", "areas"}, names: []string{"name_en", "name_zh"}},
	{name: "reason", key: []string{"id"}, required: []string{"name_en"},
		optional: []string{"class", "name_zh", "parent", "taxonomy", "remedy_en", "remedy_zh", "aliases", "source"},
		names:    []string{"name_en", "name_zh", "aliases"}},
	{name: "break", key: []string{"id"}, required: []string{"date", "kind", "publisher", "source"},
		optional: []string{"market", "area", "segment", "measure", "scope", "member", "old_scope", "overlap", "note"}},
	{name: "member_change", key: []string{"dimension", "member", "successor"}, required: []string{"date", "kind", "source"},
		optional: []string{"weight", "note"}},
	{name: "acceptance", key: []string{"id"}, required: []string{"platform", "method", "claim", "source", "confidence"},
		optional: []string{"since", "until", "stated", "hedge", "causes", "note"}},
}

// columns returns all columns of a list, key first.
func (s schema) columns() []string {
	all := append([]string{}, s.key...)
	all = append(all, s.required...)
	return append(all, s.optional...)
}

// choice is a column whose cells are one of a few words; empty cells are looked at
// only where the column is required.
type choice struct {
	list, column string
	words        []string
}

var choices = []choice{
	{"measure", "kind", []string{"flow", "stock"}},
	{"measure", "additive", []string{"yes", "no"}},
	{"measure", "unit_kind", []string{"money", "count", "persons", "ratio", "rate"}},
	{"market", "total", []string{"published", "sum"}},
	{"reason", "class", []string{"technical", "business"}},
	{"event", "kind", []string{"promotion"}},
	{"break", "kind", []string{"scope", "method"}},
	{"member_change", "kind", []string{"merge", "split", "rename", "parent"}},
	{"acceptance", "claim", []string{"accepted", "ended", "refused"}},
	{"acceptance", "confidence", []string{"high", "medium", "low"}},
	{"acceptance", "hedge", []string{"inferred", "uncorroborated"}},
}

// reference is a column whose cells name rows of another list.
type reference struct {
	list, column string
	to           string // list referred to; "member" stands for a member of any dimension
	many         bool   // the cell is a list
}

var references = []reference{
	{list: "area", column: "parent", to: "area"},
	{list: "segment", column: "parent", to: "segment"},
	{list: "member", column: "dimension", to: "dimension"},
	{list: "publisher", column: "volume_means", to: "measure"},
	{list: "market", column: "area", to: "area"},
	{list: "market", column: "segment", to: "segment"},
	{list: "market", column: "measures", to: "measure", many: true},
	{list: "market", column: "scope", to: "scope"},
	{list: "market", column: "publishers", to: "publisher", many: true},
	{list: "market", column: "dimension", to: "dimension"},
	{list: "market", column: "sum_over", to: "dimension"},
	{list: "market", column: "users_market", to: "market"},
	{list: "market", column: "population_market", to: "market"},
	{list: "market", column: "deflator_market", to: "market"},
	{list: "event", column: "members", to: "member", many: true},
	{list: "event", column: "areas", to: "area", many: true},
	{list: "reason", column: "parent", to: "reason"},
	{list: "break", column: "market", to: "market"},
	{list: "break", column: "area", to: "area"},
	{list: "break", column: "segment", to: "segment"},
	{list: "break", column: "measure", to: "measure"},
	{list: "break", column: "publisher", to: "publisher"},
	{list: "break", column: "scope", to: "scope"},
	{list: "break", column: "old_scope", to: "scope"},
	{list: "break", column: "member", to: "member"},
	{list: "member_change", column: "dimension", to: "dimension"},
	{list: "acceptance", column: "platform", to: "member"},
	{list: "acceptance", column: "method", to: "member"},
	{list: "acceptance", column: "causes", to: "reason", many: true},
}
