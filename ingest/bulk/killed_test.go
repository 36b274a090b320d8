package bulk_test

import (
	"testing"
)

// What a load that was killed has left in the table is taken out by the next one; a load that is refused
// leaves nothing.
func TestLoadTakesOutWhatAKilledOneLeft(t *testing.T) {
	s := newStore(t)
	set := attempts(s.write(t, "a.csv", csvText(row("a1"))))
	s.mustLoad(t, set)
	if err := s.Exec(t.Context(), "INSERT INTO transaction BY NAME SELECT * REPLACE (2 AS load, 'b1' AS id) FROM transaction"); err != nil {
		t.Fatal(err)
	}
	set.Files = append(set.Files, s.write(t, "b.csv", csvText(row("b1"), row("b2"))))
	if r := s.mustLoad(t, set); r.New != 2 || r.Duplicates != 0 {
		t.Errorf("Load() = %+v, want 2 new rows, none of them a duplicate", r)
	}
	same(t, "rows", s.rows(t, "SELECT load, id FROM transaction ORDER BY id"), []string{"1|a1", "2|b1", "2|b2"})

	set.Files = append(set.Files, s.write(t, "c.csv", csvText(row("c1"), row("c2", "provider", "nobody"))))
	if _, err := s.load(t, set); err == nil {
		t.Error("a load with more refused rows than max_rejects has no error")
	}
	same(t, "rows after a load that was refused", s.rows(t, "SELECT load, id FROM transaction ORDER BY id"), []string{"1|a1", "2|b1", "2|b2"})
}
