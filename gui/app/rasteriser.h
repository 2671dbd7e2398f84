// Draws what Dear ImGui wants drawn into memory, without a display, a GPU or a window system: for
// screenshots and for tests. The same draw data gives the same pixels on any machine.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "look/tokens.h"

namespace coroscope::gui {

/// Rows from the top, 4 bytes per pixel: red, green, blue, opaque.
struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;
};

/// The font atlas: one byte of coverage per pixel.
struct Coverage {
    int width = 0;
    int height = 0;
    std::span<const std::uint8_t> pixels;
};

/// Requires: every texture in `data` is the font atlas.
[[nodiscard]] Image rasterise(const ImDrawData& data, Coverage atlas, look::Color ground);

/// Writes through a temporary file and a rename. Returns "" or the reason why it failed.
[[nodiscard]] std::string write_png(const std::string& path, const Image& image);

}  // namespace coroscope::gui
