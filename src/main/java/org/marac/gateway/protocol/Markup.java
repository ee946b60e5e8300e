package org.marac.gateway.protocol;

import java.util.List;

/** Writes XHTML; every text is escaped, so that nothing a protocol says is ever taken for markup. */
final class Markup {
    private final StringBuilder out = new StringBuilder();

    /** A document that is the same to a browser, to a screen reader and on paper. */
    static String page(String title, String css, Markup body) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n"
                + "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en-GB\" xml:lang=\"en-GB\">\n<head>\n"
                + "<meta charset=\"UTF-8\"/>\n<title>" + escaped(title) + "</title>\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                + "<meta name=\"description\" content=\"" + escaped(title) + "\"/>\n"
                + "<meta name=\"subject\" content=\"" + escaped(title) + "\"/>\n"
                + "<style>\n" + css + "</style>\n</head>\n<body>\n" + body.out + "</body>\n</html>\n";
    }

    Markup open(String element) {
        return open(element, "");
    }

    Markup open(String element, String kind) {
        out.append('<').append(element);
        if (!kind.isEmpty()) {
            out.append(" class=\"").append(kind).append('"');
        }
        out.append('>');
        return this;
    }

    /** An element others can be sent to. */
    Markup anchor(String element, String id, String kind) {
        out.append('<')
                .append(element)
                .append(" id=\"")
                .append(escaped(id))
                .append("\" class=\"")
                .append(kind)
                .append("\">");
        return this;
    }

    Markup close(String element) {
        out.append("</").append(element).append(">\n");
        return this;
    }

    Markup text(String text) {
        out.append(escaped(text));
        return this;
    }

    Markup element(String element, String text) {
        return element(element, "", text);
    }

    Markup element(String element, String kind, String text) {
        return open(element, kind).text(text).close(element);
    }

    Markup link(String id, String text) {
        out.append("<a href=\"#")
                .append(escaped(id))
                .append("\" title=\"To part ")
                .append(escaped(text))
                .append("\">")
                .append(escaped(text))
                .append("</a>");
        return this;
    }

    /** A heading of a part, with a name to link to. */
    Markup part(String id, String text) {
        return anchor("h2", id, "part").text(text).close("h2");
    }

    /** A table whose first column heads its rows. */
    Markup table(String kind, String caption, List<String> headings, List<List<String>> rows) {
        open("table", kind).element("caption", caption).open("thead").open("tr");
        headings.forEach(heading ->
                out.append("<th scope=\"col\">").append(escaped(heading)).append("</th>"));
        close("tr").close("thead").open("tbody");
        for (List<String> row : rows) {
            open("tr");
            for (int i = 0; i < row.size(); i++) {
                out.append(i == 0 ? "<th scope=\"row\">" : "<td>")
                        .append(escaped(row.get(i)))
                        .append(i == 0 ? "</th>" : "</td>");
            }
            close("tr");
        }
        return close("tbody").close("table");
    }

    /** What is what, as a table of two columns. */
    Markup facts(String caption, List<List<String>> facts) {
        open("table", "facts").element("caption", caption).open("tbody");
        for (List<String> fact : facts) {
            out.append("<tr><th scope=\"row\">").append(escaped(fact.get(0))).append("</th><td>");
            out.append(escaped(fact.get(1))).append("</td></tr>\n");
        }
        return close("tbody").close("table");
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
