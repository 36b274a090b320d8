package html

import (
	"html/template"
	"strconv"
	"strings"

	"paystats/reports/assets"
)

// ReloadFile stands beside a page of a watch and holds the page's stamp.
const ReloadFile = "watch.js"

// ReloadStamp returns what ReloadFile holds for a stamp, which is letters and digits.
func ReloadStamp(stamp string) []byte { return []byte("paystatsStamp(" + strconv.Quote(stamp) + ")\n") }

// reloading is the script by which a page notices that it was made anew.
func reloading(stamp string) template.JS {
	return template.JS(strings.TrimSpace(assets.Reload) + "(" + strconv.Quote(stamp) + ", " + strconv.Quote(ReloadFile) + ");")
}

// fromBeside lets a policy load scripts that lie where the page does, for ReloadFile.
func fromBeside(policy string) string {
	return strings.Replace(policy, "script-src ", "script-src 'self' file: ", 1)
}
