// The icon of the window, as task bars and window switchers of X11 show it.
//
//     set_window_icon(window);   // after glfwCreateWindow
#pragma once

#include <vector>

struct GLFWwindow;

namespace coroscope::gui {

struct IconImage {
    int size = 0;                       ///< pixels in width and height
    std::vector<unsigned char> pixels;  ///< RGBA, not premultiplied, rows from the top
};

/// The embedded PNGs of assets/icon/, largest first; one that cannot be read is left out.
[[nodiscard]] std::vector<IconImage> icon_images();

/// Does nothing where windows have no icons of their own (Wayland: there it is the desktop file's).
void set_window_icon(GLFWwindow* window);

}  // namespace coroscope::gui
