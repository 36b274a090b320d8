package svg

import (
	"cmp"
	"context"
	"errors"

	"paystats/reports/chart"
	"paystats/reports/picture"
)

// letterSizes are those that Fit tries, of the ordinary size: text of 12 pixels has 8 in the last.
var letterSizes = []float64{1, 0.9, 0.8, 2. / 3}

// Fit draws a chart in a size that is too small for it: coverage and notes give way first, the
// size of letters after them. It returns the part of their ordinary size that letters have, and
// a *SizeError if even the least does not do.
func (d *Drawer) Fit(ctx context.Context, s chart.Spec, opt Options) (p *picture.Picture, letters float64, err error) {
	opt.Brief = true
	for _, opt.Letters = range letterSizes {
		if p, err = d.Draw(ctx, s, opt); !errors.As(err, new(*SizeError)) {
			break
		}
	}
	return p, opt.Letters, err
}

// drawScaled draws a chart for a size that is so much larger, and makes it smaller.
func (d *Drawer) drawScaled(ctx context.Context, s chart.Spec, opt Options, scale float64) (*picture.Picture, error) {
	opt.Letters = 1
	opt.Width, opt.Height = cmp.Or(opt.Width, DefaultWidth)/scale, opt.Height/scale
	p, err := d.Draw(ctx, s, opt)
	var size *SizeError
	if errors.As(err, &size) {
		return nil, &SizeError{size.Chart, size.Height * scale, size.Minimum * scale}
	}
	if err != nil {
		return nil, err
	}
	p.Items = []picture.Item{&picture.Group{Matrix: picture.Scale(scale, scale), Items: p.Items}}
	p.Width, p.Height = p.Width*scale, p.Height*scale
	return p, nil
}
