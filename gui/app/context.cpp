#include "gui/app/context.h"

#include "gui/views/compat.h"

namespace coroscope::gui {
namespace {

ImVec4 vec(look::Color c, float alpha = 1.0F) {
    return {static_cast<float>(c.r) / 255.0F, static_cast<float>(c.g) / 255.0F,
            static_cast<float>(c.b) / 255.0F, alpha};
}

}  // namespace

void apply_style(const Ui& ui) {
    ImGuiStyle& style = ImGui::GetStyle();
    style = ImGuiStyle();
    const look::Base& base = ui.base();
    style.WindowBorderSize = 0.0F;
    style.ChildBorderSize = 0.0F;
    style.PopupBorderSize = 1.0F;
    style.PopupRounding = ui.px(look::kSize.button_radius);
    style.WindowRounding = ui.px(look::kSize.button_radius);
    style.FrameBorderSize = 0.0F;
    style.ScrollbarSize = ui.px(6.0F);
    style.ScrollbarRounding = ui.px(3.0F);
    style.GrabMinSize = ui.px(24.0F);
    style.WindowPadding = {0.0F, 0.0F};
    style.ItemSpacing = {0.0F, 0.0F};
    style.WindowMinSize = {1.0F, 1.0F};
    style.AntiAliasedLinesUseTex = false;  // geometry only: the same with and without a GPU
    style.CircleTessellationMaxError = 0.2F;
    style.Colors[ImGuiCol_Text] = vec(base.text);
    style.Colors[ImGuiCol_WindowBg] = vec(base.window);
    style.Colors[ImGuiCol_PopupBg] = vec(base.raised);
    style.Colors[ImGuiCol_Border] = vec(base.border_strong);
    style.Colors[ImGuiCol_ScrollbarBg] = vec(base.panel, 0.0F);
    style.Colors[ImGuiCol_ScrollbarGrab] = vec(base.pressed);
    style.Colors[ImGuiCol_ScrollbarGrabHovered] = vec(base.border_strong);
    style.Colors[ImGuiCol_ScrollbarGrabActive] = vec(base.border_strong);
    style.Colors[ImGuiCol_TextSelectedBg] = vec(base.accent, 0.35F);
    style.Colors[ImGuiCol_NavHighlight] = vec(base.accent);
}

HeadlessContext::HeadlessContext(float width, float height, float scale,
                                 const std::string& font_root)
    : context_(ImGui::CreateContext()) {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.DisplaySize = {width, height};
    io.DeltaTime = 1.0F / 60.0F;
    io.MousePos = {-1.0F, -1.0F};
    fonts = load_fonts({scale, width / scale < 1500.0F, font_root});
    ui.scale = scale;
    ui.fonts = fonts.fonts;
    compat::prepare_null_backend();
    apply_style(ui);
}

HeadlessContext::~HeadlessContext() { ImGui::DestroyContext(context_); }

void HeadlessContext::begin() {
    ImGui::SetCurrentContext(context_);
    apply_style(ui);
    ImGui::NewFrame();
}

void HeadlessContext::end() {
    ImGui::Render();
    compat::finish_null_frame();
}

Image HeadlessContext::image() const {
    Coverage atlas;
    unsigned char* pixels = nullptr;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &atlas.width, &atlas.height);
    atlas.pixels = {pixels,
                    static_cast<std::size_t>(atlas.width) * static_cast<std::size_t>(atlas.height)};
    return rasterise(*ImGui::GetDrawData(), atlas, ui.base().window);
}

}  // namespace coroscope::gui
