#include "runtime/formats/svg_writer.h"

#include <algorithm>
#include <cmath>

#include "runtime/formats/json_text.h"

namespace coroscope {

namespace {

constexpr std::string_view kSans =
    "Inter,'Noto Sans','Noto Sans CJK SC','WenQuanYi Micro Hei','DejaVu Sans',sans-serif";
constexpr std::string_view kMono =
    "'JetBrains Mono','Noto Sans Mono','DejaVu Sans Mono','WenQuanYi Micro Hei',monospace";

struct Face {
    std::string_view name;
    float em;
    bool mono;
    int weight;
};

Face face_of(TextStyle style) {
    const look::Fonts& font = look::kFont;
    switch (style) {
    case TextStyle::Caption:
    case TextStyle::Icon: return {"c", font.caption.em, false, 400};
    case TextStyle::Small: return {"s", font.small.em, false, 400};
    case TextStyle::Body: return {"b", font.body.em, false, 400};
    case TextStyle::BodyStrong: return {"bs", font.body_strong.em, false, 600};
    case TextStyle::Mono: return {"m", font.mono.em, true, 400};
    case TextStyle::MonoSmall: return {"ms", font.mono_small.em, true, 400};
    case TextStyle::Badge: break;
    }
    return {"mb", font.mono_badge.em, true, 700};
}

std::string style_rules() {
    std::string rules;
    const auto add = [&](std::string_view name, float em, bool mono, int weight) {
        rules += "." + std::string(name) + "{font-family:" + std::string(mono ? kMono : kSans) +
                 ";font-size:" + SvgWriter::number(em) +
                 "px;font-weight:" + std::to_string(weight) + "}\n";
    };
    for (const TextStyle style :
         {TextStyle::Caption, TextStyle::Small, TextStyle::Body, TextStyle::BodyStrong,
          TextStyle::Mono, TextStyle::MonoSmall, TextStyle::Badge}) {
        const Face face = face_of(style);
        add(face.name, face.em, face.mono, face.weight);
    }
    add("t", look::kFont.title.em, false, 600);
    return rules;
}

bool is_forbidden(std::string_view character) {
    const auto byte = static_cast<unsigned char>(character[0]);
    // U+FFFE and U+FFFF.
    return byte < 0x20 || byte == 0x7F || character == "\xEF\xBF\xBE" ||
           character == "\xEF\xBF\xBF";
}

}  // namespace

std::string hex(look::Color color) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text = "#";
    for (const std::uint8_t channel : {color.r, color.g, color.b}) {
        text += kDigits[channel >> 4U];
        text += kDigits[channel & 0xFU];
    }
    return text;
}

void append_xml_text(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = std::max<std::size_t>(utf8_length(text), 1);
        const std::string_view character = text.substr(0, length);
        if (character == "&") {
            out += "&amp;";
        } else if (character == "<") {
            out += "&lt;";
        } else if (character == ">") {
            out += "&gt;";
        } else if (character == "\"") {
            out += "&quot;";
        } else if (character == "\n" || character == "\t" || character == "\r") {
            out += ' ';
        } else if (utf8_length(text) == 0 || is_forbidden(character)) {
            out += "\xEF\xBF\xBD";
        } else {
            out += character;
        }
        text.remove_prefix(length);
    }
}

std::string SvgWriter::number(float value) {
    if (!std::isfinite(value)) {
        return "0";
    }
    const auto hundredths = std::lround(std::clamp(value, -1e7F, 1e7F) * 100.0F);
    const auto size = static_cast<unsigned long>(std::labs(hundredths));
    std::string text = hundredths < 0 ? "-" : "";
    text += std::to_string(size / 100);
    if (const unsigned long rest = size % 100; rest != 0) {
        text += rest < 10 ? ".0" : ".";
        text += std::to_string(rest % 10 == 0 ? rest / 10 : rest);
    }
    return text;
}

void SvgWriter::attribute(std::string_view name, float value) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"" + number(value) + '"';
}

void SvgWriter::paint(const SvgPaint& paint) {
    out_ += " fill=\"" + (paint.fill ? hex(*paint.fill) : "none") + '"';
    if (paint.edge) {
        out_ += " stroke=\"" + hex(*paint.edge) + '"';
        if (paint.edge_width != 1.0F) {
            attribute("stroke-width", paint.edge_width);
        }
    }
    if (!paint.dash.empty()) {
        out_ += " stroke-dasharray=\"" + std::string(paint.dash) + '"';
    }
    if (paint.opacity != 1.0F) {
        attribute("opacity", paint.opacity);
    }
    out_ += "/>\n";
}

void SvgWriter::rect(const Box& box, const SvgPaint& how) {
    // An outline lies inside its box.
    const float inset = how.edge ? how.edge_width / 2.0F : 0.0F;
    const float width = box.width() - 2 * inset;
    const float height = box.height() - 2 * inset;
    if (!(width > 0) || !(height > 0)) {
        return;
    }
    out_ += "<rect";
    attribute("x", box.x0 + inset);
    attribute("y", box.y0 + inset);
    attribute("width", std::max(width, 0.01F));
    attribute("height", std::max(height, 0.01F));
    if (how.radius > 0) {
        attribute("rx", std::min({how.radius, width / 2, height / 2}));
    }
    paint(how);
}

void SvgWriter::line(float x0, float y0, float x1, float y1, const SvgPaint& how) {
    path("M" + number(x0) + ' ' + number(y0) + 'L' + number(x1) + ' ' + number(y1), how);
}

void SvgWriter::circle(float x, float y, float radius, const SvgPaint& how) {
    out_ += "<circle";
    attribute("cx", x);
    attribute("cy", y);
    attribute("r", radius);
    paint(how);
}

void SvgWriter::path(std::string_view data, const SvgPaint& how) {
    out_ += "<path d=\"";
    out_ += data;
    out_ += '"';
    paint(how);
}

void SvgWriter::hatch(const Box& box, look::Color ink, float step, float width) {
    const auto same = [&](const Hatch& hatch) {
        return hatch.ink == ink && hatch.step == step && hatch.width == width;
    };
    const auto found = std::ranges::find_if(hatches_, same);
    const auto index = std::to_string(found - hatches_.begin());
    if (found == hatches_.end()) {
        hatches_.push_back({ink, step, width});
        const std::string s = number(step);
        const auto corner = [&](float x0, float y0, float x1, float y1) {
            return "M" + number(x0) + ' ' + number(y0) + 'L' + number(x1) + ' ' + number(y1);
        };
        definitions_ += "<pattern id=\"hatch" + index + "\" width=\"" + s + "\" height=\"" + s +
                        "\" patternUnits=\"userSpaceOnUse\"><path d=\"" + corner(0, step, step, 0) +
                        corner(-1, 1, 1, -1) + corner(step - 1, step + 1, step + 1, step - 1) +
                        "\" stroke=\"" + hex(ink) + "\" stroke-width=\"" + number(width) +
                        "\"/></pattern>\n";
    }
    if (box.width() <= 0 || box.height() <= 0) {
        return;
    }
    out_ += "<rect";
    attribute("x", box.x0);
    attribute("y", box.y0);
    attribute("width", box.width());
    attribute("height", box.height());
    out_ += " fill=\"url(#hatch" + index + ")\"/>\n";
}

void SvgWriter::text(float x, float middle, std::string_view text, const SvgText& how) {
    if (text.empty()) {
        return;
    }
    const Face face = how.strong ? Face{"t", look::kFont.title.em, false, 600} : face_of(how.style);
    out_ += "<text class=\"";
    out_ += face.name;
    out_ += '"';
    attribute("x", x);
    // Half the height of a capital below the middle.
    attribute("y", middle + face.em * 0.36F);
    out_ += how.to_the_left ? " text-anchor=\"end\"" : "";
    out_ += " fill=\"" + hex(how.ink) + "\">";
    append_xml_text(out_, text);
    out_ += "</text>\n";
}

void SvgWriter::icon(std::string_view name, float x, float middle, float size, look::Color ink) {
    const auto& all = icon_paths();
    const auto found = std::ranges::find(all, name, &IconPath::name);
    if (found == all.end()) {
        return;
    }
    if (std::ranges::find(icons_, name) == icons_.end()) {
        icons_.push_back(found->name);
        definitions_ += "<g id=\"icon-" + std::string(name) + "\">";
        if (!found->filled.empty()) {
            definitions_ += "<path fill=\"currentColor\" fill-rule=\"evenodd\" d=\"" +
                            std::string(found->filled) + "\"/>";
        }
        if (!found->drawn.empty()) {
            definitions_ +=
                "<path fill=\"none\" stroke=\"currentColor\" stroke-linejoin=\"round\" "
                "stroke-width=\"" +
                number(found->line) + "\" d=\"" + std::string(found->drawn) + "\"/>";
        }
        definitions_ += "</g>\n";
    }
    out_ += "<use xlink:href=\"#icon-" + std::string(name) + "\" transform=\"translate(" +
            number(x) + ' ' + number(middle - size / 2.0F) + ')';
    if (size != 12.0F) {
        out_ += " scale(" + number(size / 12.0F) + ')';
    }
    out_ += "\" color=\"" + hex(ink) + "\"/>\n";
}

void SvgWriter::begin_group(std::string_view tooltip) {
    out_ += "<g><title>";
    append_xml_text(out_, tooltip);
    out_ += "</title>\n";
}

void SvgWriter::begin_clip(const Box& box) {
    const std::string id = "clip" + std::to_string(clips_++);
    definitions_ += "<clipPath id=\"" + id + "\"><rect x=\"" + number(box.x0) + "\" y=\"" +
                    number(box.y0) + "\" width=\"" + number(std::max(0.0F, box.width())) +
                    "\" height=\"" + number(std::max(0.0F, box.height())) + "\"/></clipPath>\n";
    out_ += "<g clip-path=\"url(#" + id + ")\">\n";
}

void SvgWriter::begin_opacity(float opacity) {
    out_ += "<g opacity=\"" + number(opacity) + "\">\n";
}

void SvgWriter::begin_shift(float down) {
    out_ += "<g transform=\"translate(0 " + number(down) + ")\">\n";
}

std::string SvgWriter::finish(const SvgPaper& paper) const {
    const std::string width = number(paper.width);
    const std::string height = number(paper.height);
    std::string document =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg "
        "xmlns=\"http://www.w3.org/2000/svg\" "
        "xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"" +
        width + "\" height=\"" + height + "\" viewBox=\"0 0 " + width + ' ' + height +
        "\" role=\"img\" xml:lang=\"" + std::string(paper.language) + "\">\n<title>";
    append_xml_text(document, paper.title);
    document += "</title>\n<desc>";
    append_xml_text(document, paper.description);
    document += "</desc>\n<style>\n" + style_rules() + "</style>\n<defs>\n" + definitions_ +
                "</defs>\n<rect width=\"" + width + "\" height=\"" + height + "\" fill=\"" +
                hex(paper.ground) + "\"/>\n" + out_ + "</svg>\n";
    return document;
}

}  // namespace coroscope
