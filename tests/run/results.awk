# From a TRX file: one line "<outcome> TAB <test>[: <reason>]" for each test that failed or was skipped.

function decoded(text) {
  gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&#xD;|&#xA;/, " ", text); gsub(/&amp;/, "\\&", text)
  return text
}

function attribute(name,    at) {
  return match($0, " " name "=\"[^\"]*\"") ? decoded(substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)) : ""
}

function flush() {
  if (outcome == "Failed" || outcome == "NotExecuted") {
    print outcome "\t" test (outcome == "NotExecuted" && reason != "" ? ": " reason : "")
  }
  outcome = ""
}

/<UnitTestResult / { flush(); test = attribute("testName"); outcome = attribute("outcome"); reason = "" }
/<Message>/ && outcome == "NotExecuted" && reason == "" {
  reason = $0
  sub(/.*<Message>/, "", reason); sub(/<\/Message>.*/, "", reason)
  reason = decoded(reason)
}
END { flush() }
