package org.marac.gateway.format;

import java.io.IOException;
import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import net.sf.saxon.s9api.XdmNode;
import org.marac.gateway.model.Refused;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** An agency's XML Schema: one file that needs no other. Safe to share between threads. */
final class XmlSchema {
    private final Schema schema;

    private XmlSchema(Schema schema) {
        this.schema = schema;
    }

    /** The first thing wrong ends the reading. */
    private static final class FirstError implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
            // A warning is not an error.
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }

    static XmlSchema of(String text, String name) throws Flawed {
        try {
            SchemaFactory factory = SchemaFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setErrorHandler(new FirstError());
            return new XmlSchema(factory.newSchema(new StreamSource(new StringReader(text))));
        } catch (SAXParseException e) {
            throw new Flawed(name, e.getLineNumber(), "it is not a schema: " + e.getMessage());
        } catch (SAXException e) {
            throw new Flawed(name, 1, "it is not a schema: " + e.getMessage());
        }
    }

    /** Whether a document keeps it; the place is a line and a column of the document once unwrapped. */
    void check(XdmNode document) throws Refused {
        try {
            Validator validator = schema.newValidator();
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            validator.setErrorHandler(new FirstError());
            validator.validate(new SAXSource(
                    XmlDocument.reader(), new InputSource(new StringReader(XmlDocument.written(document)))));
        } catch (SAXParseException e) {
            throw Refusals.invalid(
                    "against-its-schema", "line-" + e.getLineNumber() + "-column-" + e.getColumnNumber());
        } catch (SAXException e) {
            throw Refusals.invalid("against-its-schema", "/");
        } catch (IOException e) {
            throw new IllegalStateException("What stands in memory can be read", e);
        }
    }
}
