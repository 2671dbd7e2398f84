#include "gui/app/window_icon.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <stb_image.h>

#include <algorithm>
#include <memory>

#include "assets/assets.h"

namespace coroscope::gui {
namespace {

IconImage decoded(std::string_view png) {
    int width = 0;
    int height = 0;
    int channels = 0;
    const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
        stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(png.data()),
                              static_cast<int>(png.size()), &width, &height, &channels, 4),
        stbi_image_free);
    if (!pixels || width != height) {
        return {};
    }
    const auto bytes = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
    return {width, {pixels.get(), pixels.get() + bytes}};
}

}  // namespace

std::vector<IconImage> icon_images() {
    std::vector<IconImage> images;
    for (const std::string_view name : asset_names("assets/icon/")) {
        if (!name.ends_with(".png")) {
            continue;
        }
        IconImage image = decoded(asset(name).value_or(""));
        if (image.size > 0) {
            images.push_back(std::move(image));
        }
    }
    std::ranges::sort(images, std::ranges::greater{}, &IconImage::size);
    return images;
}

void set_window_icon(GLFWwindow* window) {
    std::vector<IconImage> images = icon_images();
    std::vector<GLFWimage> shown;
    for (IconImage& image : images) {
        shown.push_back({image.size, image.size, image.pixels.data()});
    }
    glfwSetWindowIcon(window, static_cast<int>(shown.size()), shown.data());
}

}  // namespace coroscope::gui
