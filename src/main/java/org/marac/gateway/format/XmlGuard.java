package org.marac.gateway.format;

import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.marac.gateway.model.Refused;

/** Looks XML over before any parser builds a tree of it: well formed, shallow, and without anything that could reach a file or a socket. */
final class XmlGuard {
    private static final int MOST_ELEMENTS = 100_000;
    private static final String FHIR = "http://hl7.org/fhir";
    private static final Pattern ENCODING =
            Pattern.compile("^<\\?xml[^>]{0,100}?encoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");

    private XmlGuard() {}

    /** The text of a FHIR Bundle, once it is known to be harmless. */
    static String check(String text) throws Refused {
        String xml = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Matcher encoding = ENCODING.matcher(xml);
        if (encoding.find() && !encoding.group(1).equalsIgnoreCase("UTF-8")) {
            throw Refusals.unreadable("not-utf-8");
        }
        return walked(xml, true);
    }

    /** The text of an agency's own XML, once it is known to be harmless. Processing instructions are left to be ignored. */
    static String harmless(String xml) throws Refused {
        return walked(xml, false);
    }

    private static String walked(String xml, boolean fhir) throws Refused {
        if (xml.contains("<!DOCTYPE") || xml.contains("<!ENTITY")) {
            throw Refusals.unreadable("document-type");
        }
        try {
            walk(xml, fhir);
        } catch (XMLStreamException | RuntimeException e) {
            // The JDK's reader throws unchecked on some broken input; either way its message quotes the input.
            throw Refusals.unreadable("not-xml");
        }
        return xml;
    }

    private static void walk(String xml, boolean fhir) throws XMLStreamException, Refused {
        // A factory is not safe to share between threads, and costs little.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
        int depth = 0;
        int elements = 0;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (fhir && elements == 0 && !isBundle(reader)) {
                    throw Refusals.invalid(Fhir.NOT_A_MESSAGE, "Bundle");
                }
                elements++;
                depth++;
                if (depth > Json.DEEPEST || elements > MOST_ELEMENTS) {
                    throw Refusals.unreadable("too-deep");
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.DTD
                    || event == XMLStreamConstants.ENTITY_REFERENCE
                    || fhir && event == XMLStreamConstants.PROCESSING_INSTRUCTION) {
                throw Refusals.unreadable("document-type");
            }
        }
    }

    private static boolean isBundle(XMLStreamReader reader) {
        return reader.getLocalName().equals("Bundle") && FHIR.equals(reader.getNamespaceURI());
    }
}
