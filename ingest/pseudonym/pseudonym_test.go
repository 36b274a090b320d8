package pseudonym_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paystats/data/warehouse"
	"paystats/ingest/pseudonym"
)

const secret = "correct horse battery staple 0123456789"

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func mustRead(t testing.TB, secret string) pseudonym.Key {
	t.Helper()
	k, err := pseudonym.Read(env(pseudonym.Variable, secret))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// want is the pseudonym by the standard library.
func want(secret, user string) string {
	if user == "" {
		return ""
	}
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(user))
	return hex.EncodeToString(h.Sum(nil))[:32]
}

// The engine's threads call Hash at the same time.
func TestHashIsHMAC(t *testing.T) {
	ctx := context.Background()
	db, err := warehouse.OpenMemory(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Exec(ctx, "CREATE TABLE u (n BIGINT, name VARCHAR)"); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	users := []string{"", "u", "13800138000", "张伟", "a'b\"c\\x00", strings.Repeat("long ", 100), " ", "é"}
	for range 200 {
		text := make([]rune, random.IntN(80))
		for i := range text {
			text[i] = rune(1 + random.IntN(0x2fff))
		}
		users = append(users, string(text))
	}
	for i, user := range users {
		if err := db.Exec(ctx, "INSERT INTO u VALUES (?, ?)", i, user); err != nil {
			t.Fatal(err)
		}
	}
	for _, secret := range []string{secret, strings.Repeat("k", 32), strings.Repeat("64", 32), strings.Repeat("longer than a block ", 10), strings.Repeat("\xff\x00'", 11)} {
		k := mustRead(t, secret)
		name := "pseudonym_" + k.Fingerprint()
		if err := db.Define(name, k.Hash); err != nil {
			t.Fatal(err)
		}
		f, err := db.Query(ctx, "SELECT "+name+"(name) AS h FROM u ORDER BY n")
		if err != nil {
			t.Fatal(err)
		}
		for i, user := range users {
			if got := f.Text("h", i); got != want(secret, user) || got != k.Hash(user) {
				t.Fatalf("%q: the engine gives %s, Hash %s, want %s", user, got, k.Hash(user), want(secret, user))
			}
		}
	}
}

func TestRead(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	good, short := write("good", secret+"\r\n"), write("short", secret[:31]+"\n")
	k, err := pseudonym.Read(env(pseudonym.FileVariable, good))
	if err != nil || k.Hash("u") != want(secret, "u") {
		t.Errorf("Read(file) = %v", err)
	}
	missing := filepath.Join(folder, secret) // somebody put the key where its file's name belongs
	for _, tt := range []struct {
		name string
		env  func(string) string
		want []string
	}{
		{"nothing", env(), []string{pseudonym.Variable, pseudonym.FileVariable, "/dev/urandom"}},
		{"both", env(pseudonym.Variable, secret, pseudonym.FileVariable, good), []string{pseudonym.Variable, pseudonym.FileVariable}},
		{"short", env(pseudonym.Variable, secret[:31]), []string{pseudonym.Variable, "31 bytes"}},
		{"short file", env(pseudonym.FileVariable, short), []string{pseudonym.FileVariable, "31 bytes"}},
		{"no file", env(pseudonym.FileVariable, missing), []string{pseudonym.FileVariable, "no such file"}},
		{"a folder", env(pseudonym.FileVariable, folder), []string{pseudonym.FileVariable}},
	} {
		_, err := pseudonym.Read(tt.env)
		if !errors.Is(err, pseudonym.ErrKey) {
			t.Errorf("%s: Read() = %v, want ErrKey", tt.name, err)
			continue
		}
		for _, text := range tt.want {
			if !strings.Contains(err.Error(), text) {
				t.Errorf("%s: %q does not say %q", tt.name, err, text)
			}
		}
		if strings.Contains(fmt.Sprintf("%+v %#v", err, err), secret[:31]) {
			t.Errorf("%s: the error holds the key: %v", tt.name, err)
		}
	}
}

// Whatever prints a key, alone or inside something else, does not print it.
func TestKeyIsHidden(t *testing.T) {
	k := mustRead(t, secret)
	hexed := hex.EncodeToString([]byte(secret))
	type holder struct {
		key    pseudonym.Key
		Public pseudonym.Key
	}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%08b", "%t", "%p", "%T"} {
		fmt.Fprintf(&out, verb+"\n", k)
		fmt.Fprintf(&out, verb+"\n", &k)
		fmt.Fprintf(&out, verb+"\n", holder{k, k})
		fmt.Fprintf(&out, verb+"\n", []any{k, map[string]pseudonym.Key{"k": k}})
	}
	text, err := json.Marshal(holder{k, k})
	if err != nil || string(text) != `{"Public":"[key]"}` {
		t.Errorf("Marshal() = %s, %v", text, err)
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "key", k, "holder", holder{k, k})
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "key", k)
	if k.String() != "[key]" || k.GoString() != "[key]" || fmt.Sprint(k) != "[key]" {
		t.Errorf("the key prints %s", k)
	}
	for _, leak := range []string{secret, secret[:8], hexed, strings.ToUpper(hexed)} {
		if strings.Contains(out.String(), leak) {
			t.Errorf("the output holds %q", leak)
		}
	}
}

func TestFingerprint(t *testing.T) {
	k := mustRead(t, secret)
	if f := k.Fingerprint(); len(f) != 16 || f != mustRead(t, secret).Fingerprint() || f == mustRead(t, secret+"x").Fingerprint() {
		t.Errorf("fingerprint %q", f)
	}
}

// BenchmarkHash hashes a million users in the engine, on one thread; ns/op is a million rows.
func BenchmarkHash(b *testing.B) {
	ctx := context.Background()
	db, err := warehouse.OpenMemory(ctx)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{"SET threads = 1", "CREATE TABLE u AS SELECT 'cn-' || (hash(range) % 4000000000)::VARCHAR AS name FROM range(1000000)"} {
		if err := db.Exec(ctx, statement); err != nil {
			b.Fatal(err)
		}
	}
	if err := db.Define("pseudonym", mustRead(b, secret).Hash); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := db.Exec(ctx, "CREATE OR REPLACE TABLE h AS SELECT pseudonym(name) AS h FROM u"); err != nil {
			b.Fatal(err)
		}
	}
}
