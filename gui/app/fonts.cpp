#include "gui/app/fonts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <optional>

#include "assets/assets.h"
#include "gui/views/compat.h"
#include "look/tokens.h"

namespace coroscope::gui {
namespace {

// ImGui counts a font's size from ascender to descender; these turn em into that.
constexpr float kCjkFactor = 1.172F;
constexpr float kIconFactor = 1.096F;
constexpr float kDejaVuFactor = 1.164F;

struct Face {
    const char* file;
    const char* package;
    std::string path;  // "" if it is not installed
};

struct Faces {
    Face regular{"opentype/inter/Inter-Regular.otf", "fonts-inter", ""};
    Face strong{"opentype/inter/Inter-SemiBold.otf", "fonts-inter", ""};
    Face mono{"truetype/jetbrains-mono/JetBrainsMono-Regular.ttf", "fonts-jetbrains-mono", ""};
    Face mono_bold{"truetype/jetbrains-mono/JetBrainsMono-Bold.ttf", "fonts-jetbrains-mono", ""};
    Face chinese{"truetype/wqy/wqy-microhei.ttc", "fonts-wqy-microhei", ""};
    Face icons{"truetype/fork-awesome/forkawesome-webfont.ttf", "fonts-fork-awesome", ""};
    Face fallback{"truetype/dejavu/DejaVuSans.ttf", "fonts-dejavu-core", ""};
};

Faces find_faces(const std::string& root, std::vector<std::string>& missing_packages) {
    Faces faces;
    for (Face* face : {&faces.regular, &faces.strong, &faces.mono, &faces.mono_bold, &faces.chinese,
                       &faces.icons, &faces.fallback}) {
        const std::string path = root + "/" + face->file;
        std::error_code error;
        if (std::filesystem::is_regular_file(path, error)) {
            face->path = path;
        } else if (face != &faces.fallback &&
                   std::ranges::find(missing_packages, face->package) == missing_packages.end()) {
            missing_packages.emplace_back(face->package);
        }
    }
    return faces;
}

using Ranges = ImVector<ImWchar>;

Ranges latin_ranges() {
    static constexpr std::array<ImWchar, 5> kLatin{0x20, 0xFF, 0x100, 0x17F, 0};
    ImFontGlyphRangesBuilder builder;
    builder.AddRanges(kLatin.data());
    builder.AddText("→←↑↓⇄×…“”‘’✓–—·•≤≥≈≠µ−");
    for (const std::string_view text : texts_to_show()) {
        builder.AddText(text.data(), text.data() + text.size());
    }
    Ranges ranges;
    builder.BuildRanges(&ranges);
    return ranges;
}

Ranges icon_ranges() {
    ImFontGlyphRangesBuilder builder;
    for (const char32_t icon : look::kIconCodePoints) {
        builder.AddChar(static_cast<ImWchar>(icon));
    }
    Ranges ranges;
    builder.BuildRanges(&ranges);
    return ranges;
}

// Builds one font after another in the current atlas.
class Loader {
public:
    Loader(const FontRequest& request, Faces faces)
        : scale_(request.scale),
          faces_(std::move(faces)),
          text_(latin_ranges()),
          icons_(icon_ranges()) {}

    [[nodiscard]] const Faces& faces() const { return faces_; }

    /// `em` in design pixels, `factor` is ImGui px per em of this face.
    ImFont* add(const Face& face, const look::Font& font, float em, bool with_icons) {
        const float factor = font.imgui_px / font.em;
        ImFont* result = nullptr;
        if (!face.path.empty()) {
            ImFontConfig config = config_for(face);
            result = atlas().AddFontFromFileTTF(face.path.c_str(), size(em, factor), &config,
                                                text_.Data);
        } else if (!faces_.fallback.path.empty()) {
            ImFontConfig config = config_for(faces_.fallback);
            result = atlas().AddFontFromFileTTF(faces_.fallback.path.c_str(),
                                                size(em, kDejaVuFactor), &config, text_.Data);
        } else {
            ImFontConfig config;
            config.SizePixels = 13.0F * std::max(1.0F, std::round(scale_));
            result = atlas().AddFontDefault(&config);
        }
        merge_rest(face, em, with_icons);
        return result;
    }

private:
    static ImFontAtlas& atlas() { return *ImGui::GetIO().Fonts; }
    [[nodiscard]] float size(float em, float factor) const { return em * scale_ * factor; }

    static ImFontConfig config_for(const Face& face) {
        ImFontConfig config;
        config.OversampleH = 3;  // text stands at thirds of a pixel: even spacing without hinting
        config.OversampleV = 1;
        std::snprintf(config.Name, sizeof config.Name, "%s", face.file);
        return config;
    }

    void merge(const Face& face, float px, const Ranges& ranges, float down) {
        if (face.path.empty()) {
            return;
        }
        ImFontConfig config = config_for(face);
        config.MergeMode = true;
        config.OversampleH = 1;
        config.PixelSnapH = true;
        config.GlyphOffset.y = std::round(down);
        atlas().AddFontFromFileTTF(face.path.c_str(), px, &config, ranges.Data);
    }

    void merge_rest(const Face& face, float em, bool with_icons) {
        if (&face != &faces_.fallback && !face.path.empty()) {
            merge(faces_.fallback, size(em, kDejaVuFactor), text_, 0.0F);
        }
        merge(faces_.chinese, size(em, kCjkFactor), text_, 0.0F);
        if (with_icons) {
            merge(faces_.icons, size(em, kIconFactor), icons_, em * scale_ * 0.06F);
        }
    }

    float scale_;
    Faces faces_;
    Ranges text_;
    Ranges icons_;
};

std::string sentence_about(const std::vector<std::string>& packages) {
    if (packages.empty()) {
        return "";
    }
    std::string names;
    for (const std::string& package : packages) {
        names += (names.empty() ? "" : " ") + package;
    }
    return "coroscope: fonts are missing: others stand in for them: install them with apt "
           "install " +
           names;
}

}  // namespace

std::vector<std::string_view> texts_to_show() {
    std::vector<std::string_view> texts;
    for (const std::string_view folder : {"assets/strings/", "assets/lessons/", "scenarios/"}) {
        for (const std::string_view name : asset_names(folder)) {
            texts.push_back(asset(name).value_or(""));
        }
    }
    return texts;
}

FontReport load_fonts(const FontRequest& request) {
    std::vector<std::string> missing;
    Loader loader(request, find_faces(request.root, missing));
    const Faces& faces = loader.faces();
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    atlas.Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
    const look::Fonts& sizes = look::kFont;
    const float sentence = request.small_window ? 14.0F : sizes.sentence.em;
    const float sentence_mono = request.small_window ? 13.0F : sizes.sentence_mono.em;

    FontReport report;
    report.problem = sentence_about(missing);
    report.chinese = !faces.chinese.path.empty();
    Fonts& fonts = report.fonts;
    fonts.body =
        loader.add(faces.regular, sizes.body, sizes.body.em, true);  // the first is ImGui's own
    fonts.caption = loader.add(faces.regular, sizes.caption, sizes.caption.em, true);
    fonts.small = loader.add(faces.regular, sizes.small, sizes.small.em, true);
    fonts.body_strong = loader.add(faces.strong, sizes.body_strong, sizes.body_strong.em, false);
    fonts.title = loader.add(faces.strong, sizes.title, sizes.title.em, true);
    fonts.sentence = loader.add(faces.regular, sizes.sentence, sentence, true);
    fonts.sentence_strong = loader.add(faces.strong, sizes.sentence_strong, sentence, false);
    fonts.sentence_mono = loader.add(faces.mono, sizes.sentence_mono, sentence_mono, false);
    fonts.figure = loader.add(faces.strong, sizes.figure, sizes.figure.em, false);
    fonts.mono = loader.add(faces.mono, sizes.mono, sizes.mono.em, false);
    fonts.mono_small = loader.add(faces.mono, sizes.mono_small, sizes.mono_small.em, false);
    fonts.mono_badge = loader.add(faces.mono_bold, sizes.mono_badge, sizes.mono_badge.em, false);
    atlas.Build();
    return report;
}

}  // namespace coroscope::gui
