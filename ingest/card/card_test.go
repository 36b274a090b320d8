package card_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"paystats/data/frame"
	"paystats/data/warehouse"
	"paystats/ingest/card"
)

// numbers are published test numbers, and made ones of schemes that publish none.
var numbers = map[string]string{
	"Visa": "4111111111111111", "Visa of 13": "4222222222222", "Mastercard": "5555555555554444", "Mastercard 2": "2223003122003222",
	"American Express": "378282246310005", "Discover": "6011111111111117", "Diners Club": "30569309025904", "JCB": "3530111333300000",
	"UnionPay": "6212345678901232", "UnionPay of 19": withCheck("620000000000000000"), "Mir": "2200000000000004", "Troy": "9792030394440796",
	"RuPay": withCheck("608200000000001"), "RuPay 508": withCheck("508500000000001"), "Maestro of 12": withCheck("67590000000"), "Maestro of 19": withCheck("501800000000000001"),
	"T-Union": withCheck("310000000000000001"), "Verve": withCheck("506100000000001"),
}

// withCheck puts the check digit behind digits.
func withCheck(digits string) string {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return digits + string(rune('0'+(10-sum%10)%10))
}

func TestIsNumber(t *testing.T) {
	for name, number := range numbers {
		last := number[len(number)-1]
		wrong := number[:len(number)-1] + string('0'+(last-'0'+1)%10)
		for _, text := range []string{number, " " + number + "\n", "user" + number, "卡号" + number + "。", "x/" + number + ";y", number + "a", "order 12 " + number,
			number[:4] + " " + number[4:8] + "-" + number[8:], number + " 12", strings.Join(strings.Split(number, ""), " ")} {
			if !card.IsNumber(text) {
				t.Errorf("%s: %q is no number", name, text)
			}
		}
		for _, text := range []string{wrong, number + "0123456789", "1" + number + "234567", number[:6] + "******" + number[len(number)-4:], number[:4] + "  " + number[4:],
			number[:4] + "." + number[4:], "7e" + number, number + "f9", number[:8] + "e" + number[8:]} {
			if card.IsNumber(text) {
				t.Errorf("%s: %q is a number", name, text)
			}
		}
	}
	for _, text := range []string{"", "0", "13800138000", "+86 138-0013-8000", "2024-11-11 12:00:00", "2024-11-11T00:00:00+08:00", "110101199003077758", "1699632000000",
		"550e8400-e29b-41d4-a716-446655440000", "d41d8cd98f00b204e9800998ecf8427e", "0000000000000000", "T100-0", "cn-4193662023"} {
		if card.IsNumber(text) {
			t.Errorf("%q is a number", text)
		}
	}
}

func TestMask(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"whole", "4111111111111111", "411111******1111"},
		{"in groups", "pay 4111 1111-1111 1111 now", "pay 4111 11**-**** 1111 now"},
		{"twelve digits", "card: " + withCheck("67590000000"), "card: 675900**" + withCheck("67590000000")[8:]},
		{"two", "4111111111111111,5555555555554444", "411111******1111,555555******4444"},
		{"behind other digits", "12 34 5555555555554444", "12 34 555555******4444"},
		{"masked", "411111******1111 4111XXXXXXXX1111", "411111******1111 4111XXXXXXXX1111"},
		{"none", "order 1234567890123456", "order 1234567890123456"},
		{"bytes that are no UTF-8", "\xff4111111111111111\xff", "\xff411111******1111\xff"},
	} {
		if got := card.Mask(tt.in); got != tt.want {
			t.Errorf("%s: Mask(%q) = %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}

// masksWell holds for every text: nothing is left to mask, nothing but digits of numbers
// becomes a star, and of no number more than ten digits stay.
func masksWell(t *testing.T, text string) {
	t.Helper()
	masked := card.Mask(text)
	if card.IsNumber(masked) || card.Mask(masked) != masked || len(masked) != len(text) {
		t.Errorf("Mask(%q) = %q, of which Mask is %q", text, masked, card.Mask(masked))
	}
	if card.IsNumber(text) != (masked != text) {
		t.Errorf("Mask(%q) = %q, IsNumber %v", text, masked, card.IsNumber(text))
	}
	for i := range len(text) {
		if masked[i] != text[i] && (masked[i] != '*' || text[i] < '0' || text[i] > '9') {
			t.Errorf("Mask(%q) = %q", text, masked)
		}
	}
}

func FuzzMask(f *testing.F) {
	for _, number := range numbers {
		f.Add("x " + number + "-" + number)
	}
	f.Add("4111 1111 1111 1111 1111 1111")
	f.Fuzz(func(t *testing.T, text string) { masksWell(t, text) })
}

// randomTexts are texts of which many hold numbers, and many nearly do.
func randomTexts(n int) []string {
	random := rand.New(rand.NewPCG(3, 4))
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	var known []string
	for _, scheme := range []string{"4", "51", "2221", "2720", "34", "62", "31", "6011", "65", "30", "3528", "60", "81", "508", "5018", "676770", "2204", "9792", "506099", "604200", "8600", "9704", "1", "7"} {
		for length := 11; length <= 20; length++ {
			digits := scheme
			for len(digits) < length {
				digits += pick("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
			}
			known = append(known, withCheck(digits[:length]))
		}
	}
	var texts []string
	for range n {
		var text strings.Builder
		for range 1 + random.IntN(4) {
			number := []byte(pick(known...))
			if random.IntN(4) == 0 {
				number[random.IntN(len(number))] = byte('0' + random.IntN(10))
			}
			for i, digit := range number {
				if text.WriteByte(digit); i%4 == 3 && random.IntN(8) == 0 {
					text.WriteString(pick(" ", "-", " ", "-", "--", "a", "*"))
				}
			}
			text.WriteString(pick("", " ", "-", "a", "12", " 7 ", "é", "\n", "'", "x9", "_", "，"))
		}
		texts = append(texts, text.String())
	}
	return texts
}

func TestRandomTexts(t *testing.T) {
	for _, text := range randomTexts(20_000) {
		masksWell(t, text)
	}
}

func mustQuery(t testing.TB, db *warehouse.DB, query string) *frame.Frame {
	t.Helper()
	f, err := db.Query(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The engine finds the same numbers.
func TestSQL(t *testing.T) {
	ctx := context.Background()
	db, err := warehouse.OpenMemory(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	texts := randomTexts(5_000)
	for _, number := range numbers {
		texts = append(texts, number, number[:4]+" "+number[4:], "a"+number+"b", "a1b"+number)
	}
	texts = append(texts, "", " ", "张伟", strings.Repeat("1 ", 300), strings.Repeat("4111-", 50))
	literals := make([]string, len(texts))
	for i, text := range texts {
		literals[i] = "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	if err := db.Exec(ctx, "CREATE TABLE c AS SELECT unnest(["+strings.Join(literals, ",")+"]) AS text"); err != nil {
		t.Fatal(err)
	}
	f := mustQuery(t, db, "SELECT text, "+card.SQL("text")+" AS is FROM c")
	found := 0
	for i := range texts {
		text := f.Text("text", i)
		is, _ := f.Columns[1].Cells[i].(bool)
		if is != card.IsNumber(text) {
			t.Errorf("%q: SQL says %v", text, is)
		}
		if is {
			found++
		}
	}
	if len(f.Columns[0].Cells) != len(texts) || found < len(texts)/10 || found > len(texts)*9/10 {
		t.Errorf("%d of %d texts, %d hold numbers", len(f.Columns[0].Cells), len(texts), found)
	}
	f = mustQuery(t, db, "SELECT "+card.SQL("NULL::VARCHAR")+" AS is, count(*) AS n FROM c WHERE "+card.SQL("text"))
	if f.Columns[0].Cells[0] != false || f.Columns[1].Cells[0] != int64(found) {
		t.Errorf("NULL and a filter give %v", f.Columns)
	}
}

// BenchmarkSQL checks a million texts of a kind on one thread.
func BenchmarkSQL(b *testing.B) {
	for name, text := range map[string]string{
		"short":         "'cn-m' || range % 1000",
		"user":          "'cn-' || (hash(range) % 4000000000)::VARCHAR",
		"uuid":          "md5(range::VARCHAR)",
		"sixteenDigits": "(1000000000000000 + hash(range) % 8000000000000000)::VARCHAR",
	} {
		b.Run(name, func(b *testing.B) {
			ctx := context.Background()
			db, err := warehouse.OpenMemory(ctx)
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			for _, statement := range []string{"SET threads = 1", "CREATE TABLE c AS SELECT " + text + " AS text FROM range(1000000)"} {
				if err := db.Exec(ctx, statement); err != nil {
					b.Fatal(err)
				}
			}
			for b.Loop() {
				mustQuery(b, db, "SELECT count(*) AS n FROM c WHERE "+card.SQL("text"))
			}
		})
	}
}
