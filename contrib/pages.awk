# SPDX-License-Identifier: GPL-3.0-or-later
# Writes a C table of the pages doc/check/NAME.md: what `explain' prints and
# SARIF's rule help holds.
function name_of(path) {
	sub(/.*\//, "", path)
	sub(/\.md$/, "", path)
	return path
}
BEGIN {
	print "/* Written by contrib/pages.awk from doc/check. */"
	print "#include \"tool/tool.h\"\n"
	print "const struct report_page report_pages[] = {"
}
FNR == 1 {
	if (open)
		print "\t},"
	open = 1
	printf "\t{ \"%s\",\n", name_of(FILENAME)
}
{
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	gsub(/\?\?/, "?\\?")
	printf "\t\t\"%s\\n\"\n", $0
}
END {
	if (open)
		print "\t},"
	print "\t{ NULL, NULL }\n};"
}
