package org.marac.gateway.format;

import java.io.StringReader;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.sax.SAXSource;
import net.sf.saxon.s9api.Axis;
import net.sf.saxon.s9api.DocumentBuilder;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.Serializer;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XdmNodeKind;
import org.marac.gateway.model.Refused;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/** An agency's XML as a tree, read without ever reaching for anything else. */
final class XmlDocument {
    private XmlDocument() {}

    /** The tree of a text that is XML, shallow, and without a document type. */
    static XdmNode parse(String text) throws Refused {
        return build(XmlGuard.harmless(text));
    }

    private static XdmNode build(String text) throws Refused {
        try {
            DocumentBuilder builder = Saxon.PROCESSOR.newDocumentBuilder();
            return builder.build(new SAXSource(reader(), new InputSource(new StringReader(text))));
        } catch (SaxonApiException e) {
            // The parser's message quotes the input.
            throw Refusals.unreadable("not-xml");
        }
    }

    /** A reader of one document that loads no document type and no entity. */
    static XMLReader reader() {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            return factory.newSAXParser().getXMLReader();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("The platform's XML parser cannot be made safe", e);
        }
    }

    /** The root element. */
    static XdmNode element(XdmNode document) {
        for (XdmNode child : document.children()) {
            if (child.getNodeKind() == XdmNodeKind.ELEMENT) {
                return child;
            }
        }
        throw new IllegalStateException("A document that was parsed has a root element");
    }

    /** The root element's name. */
    static QName root(XdmNode document) {
        return element(document).getNodeName();
    }

    /** The one child element of a name. */
    static XdmNode onlyChild(XdmNode parent, QName name) throws Refused {
        return only(elements(parent).stream()
                .filter(child -> child.getNodeName().equals(name))
                .toList());
    }

    /** The one child element, whatever its name. */
    static XdmNode onlyChild(XdmNode parent) throws Refused {
        return only(elements(parent));
    }

    private static XdmNode only(List<XdmNode> found) throws Refused {
        if (found.size() != 1) {
            throw Refusals.invalid("wrapper-not-as-declared", "/");
        }
        return found.get(0);
    }

    private static List<XdmNode> elements(XdmNode parent) {
        return parent.axisIterator(Axis.CHILD).stream()
                .filter(child -> child.getNodeKind() == XdmNodeKind.ELEMENT)
                .toList();
    }

    /** The text of an element that holds nothing but text. */
    static String textOnly(XdmNode holder) throws Refused {
        if (!elements(holder).isEmpty()) {
            throw Refusals.invalid("wrapper-not-as-declared", "/");
        }
        return holder.getStringValue();
    }

    /** A text with one layer of escapes taken off; there must be one. */
    static String unescaped(String text) throws Refused {
        if (text.contains("<")) {
            throw Refusals.invalid("wrapper-not-as-declared", "/");
        }
        return parse("<text>" + text.strip() + "</text>").getStringValue();
    }

    /** The element as the root of a document of its own. */
    static XdmNode detached(XdmNode element) throws Refused {
        return build(written(element));
    }

    /** The tree as text, with nothing added. */
    static String written(XdmNode node) {
        Serializer serializer = Saxon.PROCESSOR.newSerializer();
        serializer.setOutputProperty(Serializer.Property.METHOD, "xml");
        serializer.setOutputProperty(Serializer.Property.INDENT, "no");
        serializer.setOutputProperty(Serializer.Property.OMIT_XML_DECLARATION, "yes");
        try {
            return serializer.serializeNodeToString(node);
        } catch (SaxonApiException e) {
            throw new IllegalStateException("What was parsed can be written", e);
        }
    }
}
