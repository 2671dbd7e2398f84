#include "runtime/formats/export.h"

#include <algorithm>
#include <array>

#include "runtime/formats/chrome.h"
#include "runtime/formats/perfetto.h"

namespace coroscope {

namespace {

constexpr std::array kFormats{
    ExportFormat{.name = "chrome",
                 .ending = ".json",
                 .about = "Perfetto, chrome://tracing, speedscope",
                 .encode = export_chrome},
    ExportFormat{.name = "perfetto",
                 .ending = ".pftrace",
                 .about = "Perfetto: with the states, the stack of each await and arrows",
                 .is_binary = true,
                 .encode = export_perfetto},
};

}  // namespace

std::span<const ExportFormat> export_formats() { return kFormats; }

const ExportFormat* export_format(std::string_view name) {
    const auto* found = std::ranges::find(kFormats, name, &ExportFormat::name);
    return found == kFormats.end() ? nullptr : found;
}

}  // namespace coroscope
