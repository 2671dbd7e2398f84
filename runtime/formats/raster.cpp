#include "runtime/formats/raster.h"

#include <dlfcn.h>
#include <librsvg/rsvg.h>

#include <cairo-pdf.h>
#include <cairo.h>

#include <cmath>
#include <memory>
#include <string>

#include "runtime/formats/svg.h"

namespace coroscope {

namespace {

/// A library that stays open until the program ends: GLib cannot be closed again.
class Library {
public:
    explicit Library(const char* name) : handle_(dlopen(name, RTLD_NOW | RTLD_LOCAL)) {}
    [[nodiscard]] bool is_open() const { return handle_ != nullptr; }
    /// Sets `function` to the symbol; false if there is none.
    template <typename Function>
    bool find(const char* name, Function*& function) const {
        function = handle_ == nullptr ? nullptr : reinterpret_cast<Function*>(dlsym(handle_, name));
        return function != nullptr;
    }

private:
    void* handle_;
};

/// The functions that are used, with the types that the headers give them.
struct Rsvg {
    decltype(&rsvg_handle_new_from_data) new_from_data = nullptr;
    decltype(&rsvg_handle_get_intrinsic_size_in_pixels) size_in_pixels = nullptr;
    decltype(&rsvg_handle_render_document) render = nullptr;
    decltype(&g_object_unref) unref = nullptr;
    decltype(&g_error_free) free_error = nullptr;
    decltype(&cairo_image_surface_create) image_surface = nullptr;
    decltype(&cairo_pdf_surface_create_for_stream) pdf_surface = nullptr;
    decltype(&cairo_pdf_surface_set_metadata) set_metadata = nullptr;
    decltype(&cairo_surface_write_to_png_stream) write_png = nullptr;
    decltype(&cairo_surface_finish) finish_surface = nullptr;
    decltype(&cairo_surface_destroy) destroy_surface = nullptr;
    decltype(&cairo_surface_status) surface_status = nullptr;
    decltype(&cairo_create) create = nullptr;
    decltype(&cairo_destroy) destroy = nullptr;
    decltype(&cairo_status) status = nullptr;
    decltype(&cairo_status_to_string) status_words = nullptr;

    /// "" or why it cannot be used.
    std::string open(const char* rsvg_name) {
        const Library rsvg(rsvg_name);
        const Library gobject("libgobject-2.0.so.0");
        const Library glib("libglib-2.0.so.0");
        const Library cairo("libcairo.so.2");
        if (!rsvg.is_open() || !gobject.is_open() || !glib.is_open() || !cairo.is_open()) {
            return "librsvg cannot be opened: install the Debian package librsvg2-2, or export svg";
        }
        const bool complete =
            rsvg.find("rsvg_handle_new_from_data", new_from_data) &&
            rsvg.find("rsvg_handle_get_intrinsic_size_in_pixels", size_in_pixels) &&
            rsvg.find("rsvg_handle_render_document", render) &&
            gobject.find("g_object_unref", unref) && glib.find("g_error_free", free_error) &&
            cairo.find("cairo_image_surface_create", image_surface) &&
            cairo.find("cairo_pdf_surface_create_for_stream", pdf_surface) &&
            cairo.find("cairo_pdf_surface_set_metadata", set_metadata) &&
            cairo.find("cairo_surface_write_to_png_stream", write_png) &&
            cairo.find("cairo_surface_finish", finish_surface) &&
            cairo.find("cairo_surface_destroy", destroy_surface) &&
            cairo.find("cairo_surface_status", surface_status) &&
            cairo.find("cairo_create", create) && cairo.find("cairo_destroy", destroy) &&
            cairo.find("cairo_status", status) &&
            cairo.find("cairo_status_to_string", status_words);
        return complete ? ""
                        : "librsvg is too old: install librsvg2-2 2.52 or newer, or export svg";
    }
};

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

class Raster {
public:
    Raster(const Rsvg& api, RsvgHandle* handle, RasterKind kind)
        : api_(api), handle_(handle), kind_(kind) {}
    Raster(const Raster&) = delete;
    Raster& operator=(const Raster&) = delete;
    ~Raster() {
        if (context_ != nullptr) {
            api_.destroy(context_);
        }
        if (surface_ != nullptr) {
            api_.destroy_surface(surface_);
        }
        api_.unref(handle_);
    }

    Exported draw() {
        double width = 0;
        double height = 0;
        if (api_.size_in_pixels(handle_, &width, &height) == 0 || !(width >= 1) || !(height >= 1)) {
            return {"", "the picture has no size"};
        }
        const bool is_png = kind_ == RasterKind::Png;
        if (is_png && width * height > static_cast<double>(kMostPixels)) {
            return {"", "the picture is too large: give a smaller --size, or export svg or pdf"};
        }
        // A PDF counts in points: 96 of our pixels are 72 of them.
        const double unit = is_png ? 1.0 : 0.75;
        std::string bytes;
        surface_ = is_png
                       ? api_.image_surface(CAIRO_FORMAT_RGB24, static_cast<int>(std::ceil(width)),
                                            static_cast<int>(std::ceil(height)))
                       : api_.pdf_surface(append, &bytes, width * unit, height * unit);
        if (!is_png) {
            // The real clock has no place in an export.
            api_.set_metadata(surface_, CAIRO_PDF_METADATA_CREATE_DATE, "1970-01-01T00:00:00Z");
        }
        context_ = api_.create(surface_);
        const RsvgRectangle page{0, 0, width * unit, height * unit};
        GError* error = nullptr;
        if (api_.render(handle_, context_, &page, &error) == 0) {
            const std::string why = error != nullptr ? error->message : "unknown reason";
            if (error != nullptr) {
                api_.free_error(error);
            }
            return {"", "librsvg cannot draw the picture: " + why};
        }
        if (const std::string problem = finish(bytes); !problem.empty()) {
            return {"", problem};
        }
        return {std::move(bytes), ""};
    }

private:
    std::string finish(std::string& bytes) {
        cairo_status_t status = api_.status(context_);
        if (status == CAIRO_STATUS_SUCCESS && kind_ == RasterKind::Png) {
            status = api_.write_png(surface_, append, &bytes);
        }
        api_.finish_surface(surface_);
        if (status == CAIRO_STATUS_SUCCESS) {
            status = api_.surface_status(surface_);
        }
        return status == CAIRO_STATUS_SUCCESS
                   ? ""
                   : std::string("cairo cannot write the picture: ") + api_.status_words(status);
    }

    const Rsvg& api_;
    RsvgHandle* handle_;
    RasterKind kind_;
    cairo_surface_t* surface_ = nullptr;
    cairo_t* context_ = nullptr;
};

}  // namespace

Exported rasterise(std::string_view svg, RasterKind kind, const char* library) {
    Rsvg api;
    if (const std::string problem = api.open(library); !problem.empty()) {
        return {"", problem};
    }
    GError* error = nullptr;
    RsvgHandle* handle =
        api.new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &error);
    if (handle == nullptr) {
        const std::string why = error != nullptr ? error->message : "unknown reason";
        if (error != nullptr) {
            api.free_error(error);
        }
        return {"", "librsvg cannot read the picture: " + why};
    }
    return Raster(api, handle, kind).draw();
}

Exported export_png(const Timeline& timeline, const ExportSettings& settings) {
    return rasterise(encode_svg(timeline, settings), RasterKind::Png);
}

Exported export_pdf(const Timeline& timeline, const ExportSettings& settings) {
    return rasterise(encode_svg(timeline, settings), RasterKind::Pdf);
}

}  // namespace coroscope
