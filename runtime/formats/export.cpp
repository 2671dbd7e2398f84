#include "runtime/formats/export.h"

#include <algorithm>
#include <array>

#include "runtime/formats/chrome.h"
#include "runtime/formats/csv.h"
#include "runtime/formats/dot.h"
#include "runtime/formats/mermaid.h"
#include "runtime/formats/perfetto.h"
#include "runtime/formats/sqlite.h"

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
    ExportFormat{
        .name = "csv", .ending = ".csv", .about = "spreadsheets, pandas", .encode = export_csv},
    ExportFormat{.name = "sqlite",
                 .ending = ".sqlite",
                 .about = "questions in SQL",
                 .is_binary = true,
                 .encode = export_sqlite},
    ExportFormat{.name = "dot",
                 .ending = ".dot",
                 .about = "Graphviz: who waits for whom",
                 .encode = export_dot},
    ExportFormat{.name = "mermaid",
                 .ending = ".mmd",
                 .about = "Mermaid: a sequence diagram of a small run",
                 .encode = export_mermaid},
};

}  // namespace

std::span<const ExportFormat> export_formats() { return kFormats; }

const ExportFormat* export_format(std::string_view name) {
    const auto* found = std::ranges::find(kFormats, name, &ExportFormat::name);
    return found == kFormats.end() ? nullptr : found;
}

}  // namespace coroscope
