#include "runtime/formats/export.h"

#include <algorithm>
#include <array>

#include "runtime/formats/chrome.h"
#include "runtime/formats/csv.h"
#include "runtime/formats/dot.h"
#include "runtime/formats/html.h"
#include "runtime/formats/mermaid.h"
#include "runtime/formats/perfetto.h"
#include "runtime/formats/raster.h"
#include "runtime/formats/sqlite.h"
#include "runtime/formats/svg.h"

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
    ExportFormat{.name = "svg",
                 .ending = ".svg",
                 .about = "the timeline as a picture, for web pages, slides and papers",
                 .encode = export_svg},
    ExportFormat{.name = "png",
                 .ending = ".png",
                 .about = "the same picture as pixels",
                 .is_binary = true,
                 .encode = export_png},
    ExportFormat{.name = "pdf",
                 .ending = ".pdf",
                 .about = "the same picture as a page, for print",
                 .is_binary = true,
                 .encode = export_pdf},
    ExportFormat{.name = "html",
                 .ending = ".html",
                 .about = "a page of its own to look at the run without Coroscope",
                 .encode = export_html},
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
