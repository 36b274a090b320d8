// Package pseudonym hides who paid: a user's key of a file becomes HMAC-SHA-256 of it under
// a secret key, so that the same user stays the same and nobody without the key can tell
// who it is, or try out phone numbers.
//
// The engine has no HMAC. It is given Hash as a function, and never sees the secret: no statement,
// plan or error can hold it. Built from the engine's own SHA-256, the same takes three times as long.
package pseudonym

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"strings"
	"sync"
)

// The environment variables that say what the key is: the name of a file, or the key itself.
const (
	FileVariable = "PAYSTATS_USER_KEY_FILE"
	Variable     = "PAYSTATS_USER_KEY"
)

// MinKey is the least length of a key, in bytes: that of the hash (RFC 2104, section 3).
const MinKey = 32

// ErrKey is wrapped by what Read says of a key that is missing or cannot be used.
var ErrKey = errors.New("no key for users")

// Key is the secret. However it is printed, it prints [key].
type Key struct {
	// Note: behind a function, as fmt prints unexported fields of other structs without asking
	// their methods, and follows a pointer when the verb does not fit.
	states func() *sync.Pool
}

// state is an HMAC to be used again: making one takes longer than hashing a user.
type state struct {
	mac  hash.Hash
	in   []byte
	sum  [sha256.Size]byte
	text [2 * size]byte
}

// Read reads the key from the file that FileVariable names, line ends at its end left out,
// or from Variable. Errors wrap ErrKey; they name the variable and hold nothing of its text.
func Read(getenv func(string) string) (Key, error) {
	file, text := getenv(FileVariable), getenv(Variable)
	const hint = `make one: head -c 32 /dev/urandom | base64 > FILE, and keep it: other keys give other users`
	switch {
	case file != "" && text != "":
		return Key{}, fmt.Errorf("%w: both %s and %s are set; unset one of them", ErrKey, FileVariable, Variable)
	case file != "":
		content, err := os.ReadFile(file)
		if err != nil {
			// Note: without the path, which is the key itself if somebody mistook the variables.
			if p, ok := errors.AsType[*fs.PathError](err); ok {
				err = p.Err
			}
			return Key{}, fmt.Errorf("%w: the file that %s names cannot be read: %w", ErrKey, FileVariable, err)
		}
		return newKey(strings.TrimRight(string(content), "\r\n"), "the file that "+FileVariable+" names", hint)
	case text != "":
		return newKey(text, Variable, hint)
	}
	return Key{}, fmt.Errorf("%w: neither %s nor %s is set; %s", ErrKey, FileVariable, Variable, hint)
}

// Public returns a key that everybody knows, for users that a program has made up.
func Public() Key {
	k, _ := newKey("synthetic users need no secret: they are nobody", "", "") // it is long enough
	return k
}

func newKey(secret, from, hint string) (Key, error) {
	if len(secret) < MinKey {
		return Key{}, fmt.Errorf("%w: %s holds %d bytes, fewer than %d; %s", ErrKey, from, len(secret), MinKey, hint)
	}
	pool := &sync.Pool{New: func() any { return &state{mac: hmac.New(sha256.New, []byte(secret))} }}
	return Key{func() *sync.Pool { return pool }}, nil
}

// size is how much of the HMAC is kept, in bytes. At a thousand million users, the chance
// that any two have the same 16 bytes is under 10^-20 (n²/2^129); 32 would double the
// column. In hex, which survives every tool that folds case.
const size = 16

// Hash returns a user's pseudonym, 32 hex digits; "" for no user. Several goroutines may call it.
func (k Key) Hash(user string) string {
	if user == "" {
		return ""
	}
	pool := k.states()
	s := pool.Get().(*state)
	defer pool.Put(s)
	s.mac.Reset()
	s.in = append(s.in[:0], user...)
	s.mac.Write(s.in)
	hex.Encode(s.text[:], s.mac.Sum(s.sum[:0])[:size])
	return string(s.text[:])
}

// Fingerprint returns what tells one key from another, 16 hex digits, and nothing else: a
// warehouse keeps it, so that pseudonyms of two keys are never mixed.
func (k Key) Fingerprint() string { return k.Hash("paystats: which key")[:size] }

const hidden = "[key]"

// String returns [key].
func (k Key) String() string { return hidden }

// GoString returns [key].
func (k Key) GoString() string { return hidden }

// Format writes [key], whatever the verb.
func (k Key) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// MarshalText returns [key].
func (k Key) MarshalText() ([]byte, error) { return []byte(hidden), nil }
