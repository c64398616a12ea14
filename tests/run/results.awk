# From a TRX file: one line "<outcome> TAB <test>[: <reason>]" for each test that failed or was skipped; what a failed one said is
# put into one line and cut, since its whole text stands further up.

function decoded(text) {
  gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&#xD;|&#xA;/, " ", text); gsub(/&amp;/, "\\&", text)
  return text
}

function attribute(name,    at) {
  return match($0, " " name "=\"[^\"]*\"") ? decoded(substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)) : ""
}

function flush() {
  if (outcome == "Failed" || outcome == "NotExecuted") {
    gsub(/[ \t\r]+/, " ", reason)
    print outcome "\t" test (reason == "" ? "" : ": " substr(reason, 1, 400))
  }
  outcome = ""
}

/<UnitTestResult / { flush(); test = attribute("testName"); outcome = attribute("outcome"); reason = ""; inside = 0 }
/<Message>/ && (outcome == "NotExecuted" || outcome == "Failed") && reason == "" { inside = 1; sub(/.*<Message>/, "") }
inside {
  ended = sub(/<\/Message>.*/, "")
  reason = reason decoded($0) " "
  inside = !ended
}
END { flush() }
