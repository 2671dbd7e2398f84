// Ten million events, from recording to exporting: what each stage costs, and the most memory that
// its process held. Each stage needs a process of its own, so that its peak is its own:
// `coroscope_bench --ten-million STAGE FILE`; "save" writes FILE, and the others read it.
#pragma once

#include <filesystem>
#include <string_view>

namespace coroscope::bench {

/// Prints one line of JSON. Stages: "record", "save", "open", "index", "query", "picture", and the
/// name of any export format. Returns false if there is no such stage.
bool measure_ten_million(std::string_view stage, const std::filesystem::path& file);

}  // namespace coroscope::bench
