package diag

// refusalsZh say in Chinese what the code of a refused row means. Its message, which names the
// field and the text, is English. The codes are those of ingest; a test there holds the two together.
var refusalsZh = map[string]string{
	"amount-decimals":        "金额的小数位多于该币种的小数位",
	"amount-digits":          "金额位数过多，无法精确表示",
	"amount-range":           "金额的整数部分超过14位",
	"amount-sign":            "非退款的金额为负",
	"card-number":            "含有银行卡号",
	"cell-missing":           "必填的单元格为空",
	"cell-size":              "单元格过长",
	"code-unknown":           "代码或名称不在代码表中",
	"code-unmapped":          "来源代码不在对照表中",
	"column-missing":         "缺少所需的列",
	"corrected-drop":         "已按更正删除",
	"csv-syntax":             "该行无法拆分为单元格",
	"date-syntax":            "不是日期",
	"json-syntax":            "不是JSON对象",
	"measure-ambiguous":      "无法判断指笔数还是金额",
	"multiplier-syntax":      "数量级无法识别",
	"number-range":           "数值位数超出范围",
	"number-syntax":          "不是数字",
	"pattern-unmatched":      "文本与规定的格式不符",
	"period-as-of":           "流量的时期写成了时点",
	"period-syntax":          "时期无法识别",
	"row-ragged":             "单元格个数与表头不符",
	"row-size":               "该行超过1 MiB",
	"sdmx-action":            "SDMX的ACTION为删除或无法识别",
	"status-value":           "标为缺失却有数值",
	"text-digits":            "以数字书写的编号位数过多",
	"text-encoding":          "文本编码有误",
	"time-range":             "时间早于1970年或晚于2037年",
	"time-skipped":           "该时区的时钟跳过了这一时间",
	"time-syntax":            "不是时间",
	"transformation-differs": "单元格标明的增速与声明不符",
	"unit-kind":              "单位与指标不符",
	"unit-twice":             "单元格的单位与声明的数量级重复",
	"unit-unknown":           "单位无法识别或与声明不符",
	"value-missing":          "必填的值为空",
	"value-spanned":          "数值所在的单元格跨多行或多列",
	"value-type":             "应为数值，却是对象或数组",
	"zone-unknown":           "时区无法识别",
}

// RefusalZh returns what the code of a refused row means, in Chinese; "" for a code that rows
// do not have.
func RefusalZh(code string) string { return refusalsZh[code] }
