package bulk

// role is how the text of a field becomes a column.
type role int

const (
	plain  role = iota // text as it stands
	coded              // text that a code list knows
	clock              // the time that dates the row: UTC, and day and hour on the clock of its zone
	moment             // another time, UTC
	money              // an amount, with its currency
	secret             // text that is replaced by a pseudonym
)

// target is one field of a kind of row and the column that it fills; money fills the column
// currency, too, and clock the columns of the local clock.
type target struct {
	field, column string
	role          role
	list          string // of coded fields: the code list, "" for words of the kind itself
	dimension     string // of list member
	words         []string
	required      bool
	open          bool // a text that no list knows is kept, as Unmapped
}

// Unmapped stands for a reason whose code nobody has mapped.
const Unmapped = "unmapped"

// The outcomes of an attempt to pay and of an application for credit.
var (
	outcomes  = []string{"approved", "declined", "failed", "pending", "cancelled", "refunded"}
	decisions = []string{"approved", "declined", "pending", "cancelled"}
)

// targets returns what a kind of row is made of, in the order of its table.
func targets(kind string) []target {
	member := func(field, dimension string, required bool) target {
		return target{field: field, column: field, role: coded, list: "member", dimension: dimension, required: required}
	}
	area := target{field: "area", column: "area", role: coded, list: "area"}
	reason := target{field: "reason", column: "reason", role: coded, list: "reason", open: true}
	user := target{field: "user", column: "user_key", role: secret}
	id := target{field: "id", column: "id", role: plain, required: true}
	if kind == Activations {
		at := func(field string) target { return target{field: field, column: field + "_at", role: moment} }
		return []target{
			id, {field: "entered", column: "entered_at", role: clock, required: true}, member("provider", "provider", true), area,
			at("eligible"), at("identified"), at("applied"), at("decided"),
			{field: "decision", column: "decision", role: coded, words: decisions}, reason, at("used"), user,
		}
	}
	return []target{
		id, {field: "time", column: "occurred_at", role: clock, required: true},
		member("provider", "provider", true), member("method", "instrument", false), member("channel", "channel", false),
		member("category", "category", false), area, {field: "merchant", column: "merchant", role: plain},
		{field: "amount", column: "amount", role: money, required: true},
		{field: "outcome", column: "outcome", role: coded, words: outcomes, required: true}, reason,
		{field: "intent", column: "intent", role: plain}, user,
	}
}

// tableName returns the name of the table for rows of a kind.
func (s *Set) tableName() string {
	if s.Kind == Activations {
		return "activation"
	}
	return "transaction"
}

// table returns the table that rows go to: of sets whose rows are not kept, a temporary one. Its
// name is its own, as the engine looks for main.transaction among temporary tables, too.
func (s *Set) table() string {
	if !s.KeepRows {
		return "passing_" + s.tableName()
	}
	return s.tableName()
}

// mark is the column of a table that is NULL in rows that were refused, until they are
// taken out.
func mark(kind string) string {
	if kind == Activations {
		return "provider"
	}
	return "outcome"
}
