package ingest

import (
	"fmt"
	"slices"

	"paystats/data/obs"
	"paystats/data/yamldoc"
)

// readValues reads `value`: one mapping, or a list of them.
func (r *resource) readValues(om *yamldoc.Mapping) {
	if !om.Has("value") {
		om.Missing("value", "")
		return
	}
	parts := append(slices.Clone(keyParts), partPublisher, partUnit, partMultiplier)
	for _, n := range om.List("value") {
		vm := n.Mapping(append([]string{"column", "columns", "missing", "round", "decimal"}, names(parts)...)...)
		if vm == nil {
			continue
		}
		v := &value{missing: r.missing, round: vm.Int("round", 0, 9, -1)}
		if !r.readColumns(vm, v) {
			continue
		}
		if vm.Has("missing") {
			v.missing = append(slices.Clone(r.missing), vm.Texts("missing")...)
		}
		r.readDecimal(vm, v)
		for _, p := range parts {
			v.overrides[p] = r.binding(vm, p.String())
		}
		if unit := v.overrides[partUnit]; unit != nil && unit.isLiteral() {
			v.literalUnit(r.dataset.doc, unit)
		}
		r.values = append(r.values, v)
	}
}

// readColumns reads where a value stands; false after a problem.
func (r *resource) readColumns(vm *yamldoc.Mapping, v *value) bool {
	switch {
	case !vm.Has("columns"):
		v.column = r.column(vm.Need("column"), vm.Pos)
		return true
	case vm.Has("column"):
		vm.At("columns").Report("value-unknown", vm.Name+" has both column and columns", "leave one of them out")
		return false
	case r.isJSON():
		vm.At("columns").Report("value-unknown", "records of JSON have no header whose names a pattern could match", "list the values: [{column: …}, {column: …}]")
		return false
	}
	v.expansion = len(r.patterns())
	v.column, v.pattern = -1, readRegexp(vm.At("columns"))
	return v.pattern != nil
}

// readDecimal reads `decimal`, the mark between a number and its fraction.
func (r *resource) readDecimal(vm *yamldoc.Mapping, v *value) {
	if !vm.Has("decimal") {
		return
	}
	switch text := vm.OneOf("decimal", ".", ".", ","); {
	case text == "," && r.isWorkbook():
		vm.At("decimal").Report("value-unknown", "the cells of a workbook are numbers, or are written with a decimal point", "leave decimal out")
	default:
		v.style.DecimalComma = text == ","
	}
}

// literalUnit reads a unit that is the same for every row.
func (v *value) literalUnit(doc *yamldoc.Doc, unit *binding) {
	declared, err := obs.ParseUnit(unit.literal)
	if err != nil {
		doc.Report(unit.pos, "unit-unknown", fmt.Sprintf("unit %q is unknown", unit.literal), unitHint)
	}
	v.declared, v.unitText = declared, unit.literal
}

// isJSON reports whether the resource is read from JSON.
func (r *resource) isJSON() bool {
	return r.format == "json" || r.format == "jsonl" || r.format == "ndjson"
}
