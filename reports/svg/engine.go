package svg

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"sync"
	"time"

	"github.com/dop251/goja"

	"paystats/reports/assets"
	"paystats/reports/font"
)

// deadline ends the scripts of one chart. They take a twentieth of a second, two thousand
// bars one and a half; only a mistake in them, or a machine with no time, takes this long.
const deadline = time.Minute

// programs are the scripts, compiled once and shared by all engines.
var programs = sync.OnceValues(compile)

func compile() ([]*goja.Program, error) {
	var out []*goja.Program
	for i, text := range slices.Concat([]string{assets.ECharts}, assets.Drawing(), []string{assets.Picture}) {
		p, err := goja.Compile(fmt.Sprintf("script %d", i), text, false)
		if err != nil {
			return nil, fmt.Errorf("compile scripts: %w", err)
		}
		out = append(out, p)
	}
	return out, nil
}

// request is what the scripts draw a chart from.
type request struct {
	payload, style string                     // JSON
	width          float64                    // of the drawing
	height         float64                    // of everything that the next three belong to; 0 leaves the drawing its own height
	plot           float64                    // without height, that of the plot; 0 leaves it to the scripts
	rest           float64                    // height of what is always around the drawing
	marks          float64                    // height of the list of events, which stands under it only where it is needed
	legend         func(named []bool) float64 // that of the legend, without the keys that the drawing names
}

// drawing is what the scripts made.
type drawing struct {
	svg           string
	width, height float64
	legend, marks bool   // the lists are needed
	named         []bool // keys of the legend whose names the drawing holds; none for all that are needed
}

// Drawer draws charts, several at a time, and keeps engines for the charts to come: starting one
// takes as long as half a chart. The zero Drawer is ready for use.
//
// What an engine has drawn before changes nothing that it draws: its clock and chance begin
// anew with each chart, and the numbers that ECharts goes on counting never get into a picture.
type Drawer struct {
	mu   sync.Mutex
	idle []*goja.Runtime
}

// run draws a chart.
func (d *Drawer) run(ctx context.Context, r request) (drawing, error) {
	vm, err := d.take()
	if err != nil {
		return drawing{}, err
	}
	vm.SetRandSource(rand.New(rand.NewSource(1)).Float64)
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { vm.Interrupt(ctx.Err()) })
	out, err := call(vm, r)
	if stop() && err == nil { // else nobody knows what state it is in
		d.mu.Lock()
		d.idle = append(d.idle, vm)
		d.mu.Unlock()
	}
	return out, err
}

// take returns an engine that is idle, else a new one.
func (d *Drawer) take() (*goja.Runtime, error) {
	d.mu.Lock()
	if n := len(d.idle); n > 0 {
		defer d.mu.Unlock()
		vm := d.idle[n-1]
		d.idle = d.idle[:n-1]
		return vm, nil
	}
	d.mu.Unlock()
	return newEngine()
}

// newEngine starts an engine that has run the scripts. It has no clock, no timers, no document
// and no network.
func newEngine() (*goja.Runtime, error) {
	scripts, err := programs()
	if err != nil {
		return nil, err
	}
	vm := goja.New()
	vm.SetMaxCallStackSize(4096)
	vm.SetTimeSource(func() time.Time { return time.Unix(0, 0).UTC() })
	vm.SetRandSource(rand.New(rand.NewSource(1)).Float64)
	never := func(goja.FunctionCall) goja.Value { return vm.ToValue(0) }
	for _, name := range []string{"setTimeout", "clearTimeout", "setInterval", "clearInterval"} {
		vm.Set(name, never)
	}
	for _, p := range scripts {
		if _, err := vm.RunProgram(p); err != nil {
			return nil, scriptError(err)
		}
	}
	return vm, nil
}

// call runs the drawing itself.
func call(vm *goja.Runtime, r request) (drawing, error) {
	env := vm.NewObject()
	parse, _ := goja.AssertFunction(vm.Get("JSON").ToObject(vm).Get("parse"))
	payload, err := parse(nil, vm.ToValue(r.payload))
	if err != nil {
		return drawing{}, scriptError(err)
	}
	style, err := parse(nil, vm.ToValue(r.style))
	if err != nil {
		return drawing{}, scriptError(err)
	}
	env.Set("style", style)
	env.Set("width", r.width)
	env.Set("measure", func(text string, size float64, bold bool) float64 { return font.Of(bold).Width(text, size) })
	env.Set("plot", r.plot)
	if r.height > 0 {
		env.Set("room", map[string]any{"height": r.height - r.rest, "legend": r.legend, "marks": r.marks})
	}
	draw, ok := goja.AssertFunction(vm.Get("paystatsPicture"))
	if !ok {
		return drawing{}, errors.New("picture.js defines no paystatsPicture")
	}
	made, err := draw(nil, payload, env)
	if err != nil {
		return drawing{}, scriptError(err)
	}
	o := made.ToObject(vm)
	var named []bool
	if err := vm.ExportTo(o.Get("named"), &named); err != nil {
		return drawing{}, scriptError(err)
	}
	return drawing{
		named: named, svg: o.Get("svg").String(), width: o.Get("width").ToFloat(), height: o.Get("height").ToFloat(),
		legend: o.Get("legend").ToBoolean(), marks: o.Get("marks").ToBoolean(),
	}, nil
}

// scriptError names what ended a script: the end of its time or a mistake in it.
func scriptError(err error) error {
	var interrupted *goja.InterruptedError
	if errors.As(err, &interrupted) {
		if cause, ok := interrupted.Value().(error); ok {
			return fmt.Errorf("drawing was stopped: %w", cause)
		}
	}
	return fmt.Errorf("drawing: %w", err)
}
