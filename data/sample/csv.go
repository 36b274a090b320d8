package sample

import (
	"strconv"
	"time"
)

// columnNames are the columns of a sample, in order.
var columnNames = []string{"transaction_id", "time", "zone", "provider", "method", "channel", "category", "area",
	"merchant_id", "amount", "currency", "outcome", "reason_code", "order_id", "user_id"}

// texts turns attempts into text. Appending beats fmt and encoding/csv by far, and no text
// of ours needs quotes.
type texts struct {
	*Maker
	dates []string // by day since firstDate
	ids   string   // the part of ids that says the seed
}

// firstDate is the day before the span: zones west of Greenwich begin in it.
const firstDate = 19_357 // days since 1970-01-01

func newTexts(m *Maker) *texts {
	t := &texts{Maker: m, ids: strconv.FormatUint(m.seed, 36) + "-"}
	for d := range spanHours/24 + 2 {
		t.dates = append(t.dates, time.Unix(int64(firstDate+d)*secondsOfDay, 0).UTC().Format(time.DateOnly))
	}
	return t
}

// row appends a row as CSV.
func (t *texts) row(b []byte, a *Attempt) []byte {
	here := &markets[a.Market]
	b = t.id(b, 'T', a.ID)
	b = append(b, ',')
	b = t.time(b, a.Local)
	b = append(b, ',')
	b = append(b, here.zone...)
	b = append(b, ',')
	b = append(b, providers[a.Provider].name...)
	b = append(b, ',')
	b = append(b, methodNames[a.Method]...)
	b = append(b, ',')
	b = append(b, channelNames[a.Channel]...)
	b = append(b, ',')
	b = append(b, categories[a.Category].name...)
	b = append(b, ',')
	b = append(b, here.area...)
	b = append(b, ',')
	b = merchantID(b, a)
	b = append(b, ',')
	b = amount(b, a.Amount, here.decimals)
	b = append(b, ',')
	b = append(b, here.currency...)
	b = append(b, ',')
	b = append(b, outcomeNames[a.Outcome]...)
	b = append(b, ',')
	b = append(b, t.failures.codes[a.Reason]...)
	b = append(b, ',')
	b = t.id(b, 'O', a.Order)
	b = append(b, ',')
	b = userID(b, a)
	return append(b, '\n')
}

// id appends the id of a transaction or an order: T1-4711.
func (t *texts) id(b []byte, letter byte, number int64) []byte {
	b = append(b, letter)
	b = append(b, t.ids...)
	return strconv.AppendInt(b, number, 10)
}

// userID appends a user's id. The numbers are shuffled, so that they tell nothing of how
// often somebody pays.
func userID(b []byte, a *Attempt) []byte {
	b = append(b, markets[a.Market].key...)
	b = append(b, '-')
	return strconv.AppendUint(b, uint64(shuffle(uint32(a.User)+1)), 10)
}

// merchantID appends a merchant's id; the first is the largest.
func merchantID(b []byte, a *Attempt) []byte {
	b = append(b, markets[a.Market].key...)
	b = append(b, '-', 'm')
	return strconv.AppendInt(b, a.Merchant+1, 10)
}

// shuffle maps 32 bits one to one.
func shuffle(x uint32) uint32 {
	x = (x ^ x>>16) * 0x7feb352d
	x = (x ^ x>>15) * 0x846ca68b
	return x ^ x>>16
}

// time appends a time of the clock on the wall: 2024-11-11 00:00:07.
func (t *texts) time(b []byte, local int64) []byte {
	day := local / secondsOfDay
	second := int(local - day*secondsOfDay)
	b = append(b, t.dates[day-firstDate]...)
	b = append(b, ' ')
	b = twoDigits(b, second/3600)
	b = append(b, ':')
	b = twoDigits(b, second/60%60)
	b = append(b, ':')
	return twoDigits(b, second%60)
}

func twoDigits(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

// amount appends thousandths with so many decimals, two or three.
func amount(b []byte, thousandths int64, decimals int) []byte {
	if thousandths < 0 {
		b, thousandths = append(b, '-'), -thousandths
	}
	b = strconv.AppendInt(b, thousandths/1000, 10)
	b = append(b, '.')
	rest := int(thousandths % 1000)
	if decimals == 3 {
		b = append(b, byte('0'+rest/100))
		return twoDigits(b, rest%100)
	}
	return twoDigits(b, rest/10)
}

// csvHeader returns the first line of a file.
func csvHeader() []byte {
	var b []byte
	for i, name := range columnNames {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, name...)
	}
	return append(b, '\n')
}

// csv appends rows; with mess, some of them malformed.
func (t *texts) csv(b []byte, attempts []Attempt, first int64, mess bool) []byte {
	for i := range attempts {
		start := len(b)
		b = t.row(b, &attempts[i])
		if mess {
			b = t.spoil(b, start, first+int64(i))
		}
	}
	return b
}
