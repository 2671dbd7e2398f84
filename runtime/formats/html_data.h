// The data of the HTML page (html.h), as JSON that may stand inside a <script> element.
#pragma once

#include <string>

#include "runtime/formats/export.h"

namespace coroscope {

[[nodiscard]] std::string html_data(const Timeline& timeline, const ExportSettings& settings);
/// How to run it again in a shell: "coroscope run 'races/lost-update?seed=7'", "" without a
/// RunSpec.
[[nodiscard]] std::string shell_command(std::string_view runspec);

}  // namespace coroscope
