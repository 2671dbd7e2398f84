#include "gui/app/rasteriser.h"

#include <stb_image_write.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "gui/views/compat.h"
#include "runtime/trace/ctrace.h"

namespace coroscope::gui {
namespace {

struct Ink {
    float r = 0.0F, g = 0.0F, b = 0.0F, a = 0.0F;  // r, g, b: 0 to 255; a: 0 to 1
};

Ink ink_of(ImU32 color) {
    const auto channel = [color](int shift) { return static_cast<float>(color >> shift & 0xFFU); };
    return {channel(IM_COL32_R_SHIFT), channel(IM_COL32_G_SHIFT), channel(IM_COL32_B_SHIFT),
            channel(IM_COL32_A_SHIFT) / 255.0F};
}

// Whole pixels: [x0, x1) by [y0, y1).
struct Area {
    int x0, y0, x1, y1;
};

class Painter {
public:
    Painter(Image& image, Coverage atlas) : image_(image), atlas_(atlas) {}

    void triangle(std::array<ImDrawVert, 3> v, const Area& clip);

private:
    // An edge's value at a point grows towards the inside. It is not scaled and in double, so that
    // a point on an edge that two triangles share gives 0 in both, and exactly one of them owns it.
    struct Edge {
        double x, y, dx, dy;
        double sign;
        bool owns_its_line;  // the top-left rule
        [[nodiscard]] double value(double px, double py) const {
            return (dx * (py - y) - dy * (px - x)) * sign;
        }
        [[nodiscard]] bool admits(double at) const {
            return at > 0.0 || (at == 0.0 && owns_its_line);
        }
    };
    static Edge edge(ImVec2 from, ImVec2 to, double sign);

    [[nodiscard]] float coverage(ImVec2 uv) const;
    void blend(int x, int y, const Ink& ink);

    Image& image_;
    Coverage atlas_;
};

Painter::Edge Painter::edge(ImVec2 from, ImVec2 to, double sign) {
    const double x = static_cast<double>(from.x);
    const double y = static_cast<double>(from.y);
    const double dx = static_cast<double>(to.x) - x;
    const double dy = static_cast<double>(to.y) - y;
    const bool top_left = (dy == 0.0 && dx * sign > 0.0) || dy * sign < 0.0;
    return {x, y, dx, dy, sign, top_left};
}

float Painter::coverage(ImVec2 uv) const {
    const int x =
        std::clamp(static_cast<int>(uv.x * static_cast<float>(atlas_.width)), 0, atlas_.width - 1);
    const int y = std::clamp(static_cast<int>(uv.y * static_cast<float>(atlas_.height)), 0,
                             atlas_.height - 1);
    const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(atlas_.width) +
                    static_cast<std::size_t>(x);
    return static_cast<float>(atlas_.pixels[at]) / 255.0F;
}

void Painter::blend(int x, int y, const Ink& ink) {
    const auto at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(image_.width) +
                     static_cast<std::size_t>(x)) *
                    4;
    std::uint8_t* pixel = &image_.pixels[at];
    const auto channel = [&ink](std::uint8_t old, float fresh) {
        const float was = static_cast<float>(old);
        return static_cast<std::uint8_t>(std::lround(was + (fresh - was) * ink.a));
    };
    pixel[0] = channel(pixel[0], ink.r);
    pixel[1] = channel(pixel[1], ink.g);
    pixel[2] = channel(pixel[2], ink.b);
}

void Painter::triangle(std::array<ImDrawVert, 3> v, const Area& clip) {
    const auto [left, right] = std::minmax({v[0].pos.x, v[1].pos.x, v[2].pos.x});
    const auto [top, bottom] = std::minmax({v[0].pos.y, v[1].pos.y, v[2].pos.y});
    const Area area{std::max(clip.x0, static_cast<int>(std::floor(left))),
                    std::max(clip.y0, static_cast<int>(std::floor(top))),
                    std::min(clip.x1, static_cast<int>(std::ceil(right))),
                    std::min(clip.y1, static_cast<int>(std::ceil(bottom)))};
    const auto difference = [](float p, float q) {
        return static_cast<double>(p) - static_cast<double>(q);
    };
    const double doubled = difference(v[1].pos.x, v[0].pos.x) * difference(v[2].pos.y, v[0].pos.y) -
                           difference(v[1].pos.y, v[0].pos.y) * difference(v[2].pos.x, v[0].pos.x);
    if (doubled == 0.0 || area.x0 >= area.x1 || area.y0 >= area.y1) {
        return;
    }
    const double inverse = 1.0 / std::abs(doubled);
    const double sign = doubled > 0.0 ? 1.0 : -1.0;
    const std::array<Edge, 3> edges{edge(v[1].pos, v[2].pos, sign), edge(v[2].pos, v[0].pos, sign),
                                    edge(v[0].pos, v[1].pos, sign)};
    const std::array<Ink, 3> inks{ink_of(v[0].col), ink_of(v[1].col), ink_of(v[2].col)};
    const auto same_uv = [](ImVec2 p, ImVec2 q) { return p.x == q.x && p.y == q.y; };
    const bool flat = v[0].col == v[1].col && v[0].col == v[2].col && same_uv(v[0].uv, v[1].uv) &&
                      same_uv(v[0].uv, v[2].uv);
    Ink flat_ink = inks[0];
    flat_ink.a *= flat ? coverage(v[0].uv) : 1.0F;

    for (int y = area.y0; y < area.y1; ++y) {
        const double py = static_cast<double>(y) + 0.5;
        for (int x = area.x0; x < area.x1; ++x) {
            const double px = static_cast<double>(x) + 0.5;
            std::array<float, 3> w{};
            bool inside = true;
            for (std::size_t i = 0; i < 3; ++i) {
                const double value = edges[i].value(px, py);
                w[i] = static_cast<float>(value * inverse);
                inside = inside && edges[i].admits(value);
            }
            if (!inside) {
                continue;
            }
            if (flat) {
                blend(x, y, flat_ink);
                continue;
            }
            const auto mixed = [&w](float a, float b, float c) {
                return w[0] * a + w[1] * b + w[2] * c;
            };
            const ImVec2 uv{mixed(v[0].uv.x, v[1].uv.x, v[2].uv.x),
                            mixed(v[0].uv.y, v[1].uv.y, v[2].uv.y)};
            blend(x, y,
                  {mixed(inks[0].r, inks[1].r, inks[2].r), mixed(inks[0].g, inks[1].g, inks[2].g),
                   mixed(inks[0].b, inks[1].b, inks[2].b),
                   mixed(inks[0].a, inks[1].a, inks[2].a) * coverage(uv)});
        }
    }
}

void append_to_string(void* context, void* data, int size) {
    static_cast<std::string*>(context)->append(static_cast<const char*>(data),
                                               static_cast<std::size_t>(size));
}

}  // namespace

Image rasterise(const ImDrawData& data, Coverage atlas, look::Color ground) {
    Image image{static_cast<int>(data.DisplaySize.x), static_cast<int>(data.DisplaySize.y), {}};
    const auto count =
        static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
    image.pixels.resize(count * 4, 0xFF);
    for (std::size_t i = 0; i < count; ++i) {
        image.pixels[i * 4] = ground.r;
        image.pixels[i * 4 + 1] = ground.g;
        image.pixels[i * 4 + 2] = ground.b;
    }
    Painter painter(image, atlas);
    for (int n = 0; n < compat::list_count(data); ++n) {
        const ImDrawList& list = *data.CmdLists[n];
        for (const ImDrawCmd& command : list.CmdBuffer) {
            if (command.UserCallback != nullptr) {
                continue;
            }
            const Area clip{std::max(0, static_cast<int>(command.ClipRect.x)),
                            std::max(0, static_cast<int>(command.ClipRect.y)),
                            std::min(image.width, static_cast<int>(command.ClipRect.z)),
                            std::min(image.height, static_cast<int>(command.ClipRect.w))};
            const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
            const ImDrawIdx* indices = list.IdxBuffer.Data + command.IdxOffset;
            for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
                painter.triangle(
                    {vertices[indices[i]], vertices[indices[i + 1]], vertices[indices[i + 2]]},
                    clip);
            }
        }
    }
    return image;
}

std::string write_png(const std::string& path, const Image& image) {
    std::string bytes;
    stbi_write_png_to_func(append_to_string, &bytes, image.width, image.height, 4,
                           image.pixels.data(), image.width * 4);
    return write_file(path, bytes);
}

}  // namespace coroscope::gui
