"""Word templates as customers have them, made part by part."""

from __future__ import annotations

from tracker.exporters.zip_file import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f"
    "00050001ff56c72f0d0000000049454e44ae426082"
)
LOGO = (
    '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style="width:9pt;height:9pt">'
    '<v:imagedata r:id="rId1"/></v:shape></w:pict></w:r></w:p>'
)


def links(*entries):
    """Relationships as (kind, target) or (kind, target, mode), numbered from rId1."""
    made = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{entry[0]}" Target="{entry[1]}"'
        + (f' TargetMode="{entry[2]}"/>' if len(entry) > 2 else "/>")
        for number, entry in enumerate(entries, 1)
    )
    return f'<Relationships xmlns="{_LINKS}">{made}</Relationships>'


def edge(kind, content):
    return f'<w:{kind} xmlns:w="{W}" xmlns:r="{R}">{content}</w:{kind}>'


def styles(content):
    return f'<w:styles xmlns:w="{W}">{content}</w:styles>'


def document(section=""):
    return f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body><w:p><w:r><w:t>Old text</w:t></w:r></w:p>{section}</w:body></w:document>'


def template(*, main_type=_MAIN, **parts):
    """A template of those parts; without any it holds nothing but an empty page."""
    held = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>',
        "_rels/.rels": links(("officeDocument", "word/document.xml")),
        "word/document.xml": document(),
        **{name.replace("__", "/"): content for name, content in parts.items()},
    }
    return zipped({name: part if isinstance(part, bytes) else part.encode() for name, part in held.items()})


LETTERHEAD = {
    "word/document.xml": document(
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:headerReference w:type="first" r:id="rId3"/>'
        '<w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="12240" w:h="15840"/>'
        '<w:pgMar w:top="2000" w:right="2000" w:bottom="2000" w:left="2000" w:header="700" w:footer="700" w:gutter="0"/>'
        '<w:cols w:num="2"/><w:titlePg/></w:sectPr>'
    ),
    "word/_rels/document.xml.rels": links(
        ("styles", "styles.xml"),
        ("header", "header7.xml"),
        ("header", "header8.xml"),
        ("footer", "footer7.xml"),
        ("settings", "settings.xml"),
    ),
    "word/styles.xml": styles(
        '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="de-DE"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/>'
        '<w:rPr><w:color w:val="C00000"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Finding"><w:name w:val="Something else"/></w:style>'
    ),
    "word/settings.xml": f'<w:settings xmlns:w="{W}" xmlns:r="{R}"><w:attachedTemplate r:id="rId1"/><w:evenAndOddHeaders/></w:settings>',
    "word/_rels/settings.xml.rels": links(("attachedTemplate", "file:///c:/x.dotm", "External")),
    "word/header7.xml": edge("hdr", "<w:p><w:r><w:t>House of Norda</w:t></w:r></w:p>"),
    "word/header8.xml": edge("hdr", LOGO),
    "word/_rels/header8.xml.rels": links(("image", "media/logo.png")),
    "word/media/logo.png": PNG,
    "word/footer7.xml": edge("ftr", "<w:p><w:r><w:t>Norda, Harbour Street 1</w:t></w:r></w:p>"),
}


def letterhead(**parts):
    """A house's own paper, made in a German Word: Letter, a logo on the first page, red headings."""
    return template(**{**LETTERHEAD, **parts})
