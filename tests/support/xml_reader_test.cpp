#include "tests/support/xml_reader.h"

#include <doctest/doctest.h>

namespace coroscope {

TEST_CASE("the XML reader accepts what is well-formed and names what is not") {
    CHECK(xml_problem("<a b=\"1\">x &amp; y<c/></a>").empty());
    for (const std::string_view wrong :
         {"<a>", "<a></b>", "<a b=1/>", "<a b=\"1\" b=\"2\"/>", "<a>&nbsp;</a>", "<a>\x01</a>",
          "<a>\xFF</a>", "<a/><b/>", "", "<a b=\"<\"/>"}) {
        CAPTURE(wrong);
        CHECK(!xml_problem(wrong).empty());
    }
    CHECK(xml_texts("<a><t x=\"1\">one</t><t>two</t></a>", "t") ==
          std::vector<std::string>{"one", "two"});
    CHECK(count_of("ababab", "ab") == 3);
}

}  // namespace coroscope
