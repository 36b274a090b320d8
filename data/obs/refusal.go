package obs

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// The reasons for which a cell with digits or numerals is no quantity; each also is an
// ErrNumberSyntax.
var (
	ErrNumberBroken   = fmt.Errorf("%w: cut or corrupted digits", ErrNumberSyntax)                           // 2、.8%, 65.438+09%
	ErrNumberSeveral  = fmt.Errorf("%w: several numbers in one cell", ErrNumberSyntax)                       // 19.5%16.3%, 5-10
	ErrNumberIdiom    = fmt.Errorf("%w: an idiom or a vague word", ErrNumberSyntax)                          // 半壁江山, 数百家
	ErrNumberLabel    = fmt.Errorf("%w: digits that name something and measure nothing", ErrNumberSyntax)    // 2014年, 8.8.8.8, 7*24
	ErrNumberChange   = fmt.Errorf("%w: a change, where only a ratio or points can be one", ErrNumberSyntax) // 下降3亿元
	ErrNumberConflict = fmt.Errorf("%w: what the cell says contradicts itself", ErrNumberSyntax)             // 8.72亿(99221万), 超过4亿左右
)

// ErrUnitTwice is a cell with a whole unit whose multiplier is not the declared one: 9万亿元
// in a column of 亿元. It also is an ErrUnitSyntax.
var ErrUnitTwice = fmt.Errorf("%w: the cell names a unit with another multiplier than the declared one", ErrUnitSyntax)

// refusals tell the reason from the text, in order. They only name an error: what none of
// them matches is refused as well.
var refusals = []struct {
	pattern *regexp.Regexp
	reason  error
}{
	{regexp.MustCompile(`\[\.\.\.\]|%\.|、\.|\.、|\p{L}{4,}\.[0-9]|[0-9]\+[0-9]`), ErrNumberBroken},
	{regexp.MustCompile(`[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+|[0-9] ?[*x×] ?[0-9]|(?:version|版本|\bv) ?[0-9]|[0-9]{4} ?年|^[0-9]{3}-[0-9]{3}`), ErrNumberLabel},
	{regexp.MustCompile(`分别|respectively|[0-9] ?%.*[0-9] ?%|[0-9] ?%? ?(?:[和与及至到、;/~–—-]|to |and )[^0-9]*[0-9]|[0-9] [0-9]`), ErrNumberSeveral},
	{regexp.MustCompile(`^[^0-9]*(?:半|翻|[数几若])[^0-9]*$`), ErrNumberIdiom},
}

// refusal returns err with the reason that the text shows, if err names none yet.
func refusal(text string, err error) error {
	if !errors.Is(err, ErrUnitSyntax) && !errors.Is(err, ErrNumberSyntax) {
		return err
	}
	for _, reason := range []error{ErrNumberChange, ErrNumberConflict, ErrNumberSeveral, ErrUnitTwice} {
		if errors.Is(err, reason) {
			return err
		}
	}
	folded, _ := foldDigits(text)
	folded = strings.ToLower(folded)
	for _, r := range refusals {
		if r.pattern.MatchString(folded) {
			return fmt.Errorf("%w: %q", r.reason, text)
		}
	}
	return err
}
