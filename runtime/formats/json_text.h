// Texts inside the JSON that exporters stream.
#pragma once

#include <string>
#include <string_view>

#include "runtime/formats/utf8_text.h"  // whoever writes texts into a file needs both

namespace coroscope {

/// Appends the text as a JSON string with its quotes. Control characters are escaped; what is not
/// UTF-8 becomes U+FFFD, so that the document is valid whatever a trace holds.
void append_json_text(std::string& out, std::string_view text);

}  // namespace coroscope
