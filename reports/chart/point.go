package chart

// At returns the point of a member and a period. One of the two names the series, the other
// the category; in a chart of one series only the category needs to fit. Of small multiples
// without a panel (PANEL/MEMBER) it is that of the first that has it.
func (s Spec) At(member, period string) (p Point, ok bool) {
	named := func(one Series, name string) bool {
		return one.ID == name || len(s.Panels) > 0 && s.Panels[one.Panel].ID+"/"+one.ID == name
	}
	for _, want := range [][2]string{{member, period}, {period, member}} {
		for _, one := range s.Series {
			if !named(one, want[0]) && len(s.Series) > 1 {
				continue
			}
			for i, id := range s.Category.IDs {
				if id == want[1] && i < len(one.Points) {
					return one.Points[i], true
				}
			}
		}
	}
	return Point{}, false
}
