use std::collections::BTreeMap;

use alumni_core::consent as core;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::calendar::{Period, period};
use crate::convert::{self, boolean, instant, integer, items, optional, py_instant, quoted, text};
use crate::names::Names as _;
use crate::text::{lang, localized};

/// Why data is processed. Permission for one purpose never carries over to another.
///
/// Parameters
/// ----------
/// id : str
///     The id that events and questions use.
/// title : str or mapping
///     What people read: one text, or ``{"en": ..., "ja": ...}``.
/// legal_basis : LegalBasis or str
///     The legal ground.
/// valid_for : Period or str, optional
///     How long a consent lasts from the act, at most.
/// channels : iterable of Channel or str, optional
///     The channels this purpose may use; left out for every channel, empty for a purpose that contacts nobody.
/// class_ : PurposeClass or str, optional
///     What it is for. Legal packs take a purpose that does not say for each class.
/// exemption : ConsentExemption or str, optional
///     The exemption from prior consent that it claims.
/// confirm_after_leaving : bool, optional
///     Whether a yes given while still employed permits nothing until it is given again after leaving.
///
/// Examples
/// --------
/// >>> from alumni.consent import Purpose
/// >>> newsletter = Purpose("newsletter", {"en": "Newsletter", "ja": "ニュースレター"}, "consent", valid_for="2 years")
/// >>> newsletter.title("ja"), str(newsletter.valid_for)
/// ('ニュースレター', '2 years')
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Purpose(pub(crate) core::Purpose);

#[pymethods]
impl Purpose {
    #[new]
    #[pyo3(signature = (
        id, title, legal_basis, *, valid_for=None, channels=None, class_=None, exemption=None, confirm_after_leaving=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn new(
        id: &Bound<'_, PyAny>,
        title: &Bound<'_, PyAny>,
        legal_basis: &Bound<'_, PyAny>,
        valid_for: Option<&Bound<'_, PyAny>>,
        channels: Option<&Bound<'_, PyAny>>,
        class_: Option<&Bound<'_, PyAny>>,
        exemption: Option<&Bound<'_, PyAny>>,
        confirm_after_leaving: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let basis = core::LegalBasis::read(legal_basis, "legal_basis")?;
        let mut made = core::Purpose::new(text(id, "id")?, localized(title, "title")?, basis);
        made.valid_for = optional(valid_for, "valid_for", period)?;
        made.channels =
            optional(channels, "channels", |value, name| items(value, name, core::Channel::read))?;
        made.class = optional(class_, "class_", core::PurposeClass::read)?;
        made.exemption = optional(exemption, "exemption", core::Exemption::read)?;
        made.confirm_after_leaving =
            optional(confirm_after_leaving, "confirm_after_leaving", boolean)?.unwrap_or_default();
        Ok(Self(made))
    }

    /// What people read in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.title.text(self::lang(lang)?))
    }

    /// Whether ``channel`` may be used for this purpose at all.
    fn allows(&self, channel: &Bound<'_, PyAny>) -> PyResult<bool> {
        Ok(self.0.allows(core::Channel::read(channel, "channel")?))
    }

    fn __repr__(&self) -> String {
        format!("<Purpose {}>", quoted(&self.0.id))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.id)
    }
}
getters!(Purpose {
    /// The id that events and questions use.
    id: String = |purpose, _py| purpose.id.clone();
    /// The legal ground.
    legal_basis: Bound<'py, PyAny> = |purpose, py| purpose.legal_basis.member(py)?;
    /// How long a consent lasts from the act, at most.
    valid_for: Option<Period> = |purpose, _py| purpose.valid_for.map(Period);
    /// The channels this purpose may use; ``None`` for every channel.
    channels: Option<Vec<Bound<'py, PyAny>>> = |purpose, py| match &purpose.channels {
        Some(channels) => Some(channels.iter().map(|channel| channel.member(py)).collect::<PyResult<_>>()?),
        None => None,
    };
    /// What it is for; ``None`` where it does not say.
    class_: Option<Bound<'py, PyAny>> = |purpose, py| purpose.class.map(|class| class.member(py)).transpose()?;
    /// The exemption from prior consent that it claims.
    exemption: Option<Bound<'py, PyAny>> = |purpose, py| purpose.exemption.map(|of| of.member(py)).transpose()?;
    /// Whether a yes given while still employed permits nothing until it is given again after leaving.
    confirm_after_leaving: bool = |purpose, _py| purpose.confirm_after_leaving;
});
document!(Purpose, core::Purpose);

/// Reads a `Purpose` or its document.
pub(super) fn purpose(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Purpose> {
    convert::given(value, name, |of: &Purpose| &of.0)
}

/// The text a person is shown before deciding, in one version.
///
/// A notice never changes under its id and version: a new wording is a new version.
///
/// Parameters
/// ----------
/// id : str
///     The id, the same for all versions.
/// version : int
/// purposes : iterable of str
///     The ids of the purposes it explains.
/// text : mapping
///     The text by language tag, exactly as shown.
/// effective_from : datetime.datetime, optional
///     From when on this version is shown.
/// material : bool
///     Whether what it says differs so much that consent given under an earlier version no longer holds.
/// material_for : iterable of str, optional
///     The purposes whose consent no longer holds, where the change is not material to all of them.
/// controller, contact : str, optional
///     Who is responsible, and where people turn.
/// recipients, transfers, data_items : iterable of mapping, optional
///     To whom data goes, to which countries, and which data; left out where the notice does not say, empty for none.
/// retention : mapping, optional
///     How long data is kept, by purpose.
/// purpose_changes : mapping, optional
///     Whether a purpose that is new, or means something else now, is ``"related"`` or ``"unrelated"`` to what people were
///     told before.
///
/// Examples
/// --------
/// >>> from alumni.consent import Notice
/// >>> notice = Notice("alumni", 3, ["newsletter"], text={"ja": "ニュースレターをお送りします。"})
/// >>> len(notice.hash)
/// 64
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Notice(pub(crate) core::Notice);

#[pymethods]
impl Notice {
    #[new]
    #[pyo3(signature = (
        id, version, purposes, *, text, effective_from=None, material=None, material_for=None, controller=None,
        contact=None, recipients=None, transfers=None, data_items=None, retention=None, purpose_changes=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn new(
        id: &Bound<'_, PyAny>,
        version: &Bound<'_, PyAny>,
        purposes: &Bound<'_, PyAny>,
        text: &Bound<'_, PyAny>,
        effective_from: Option<&Bound<'_, PyAny>>,
        material: Option<&Bound<'_, PyAny>>,
        material_for: Option<&Bound<'_, PyAny>>,
        controller: Option<&Bound<'_, PyAny>>,
        contact: Option<&Bound<'_, PyAny>>,
        recipients: Option<&Bound<'_, PyAny>>,
        transfers: Option<&Bound<'_, PyAny>>,
        data_items: Option<&Bound<'_, PyAny>>,
        retention: Option<&Bound<'_, PyAny>>,
        purpose_changes: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let purposes = items(purposes, "purposes", convert::text)?;
        let version = integer::<u32>(version, "version")?;
        let mut made = core::Notice::new(self::text(id, "id")?, version, purposes);
        made.text = convert::plain::<BTreeMap<String, String>>(text, "text")?;
        made.effective_from = optional(effective_from, "effective_from", instant)?;
        made.material = optional(material, "material", boolean)?.unwrap_or_default();
        let named = optional(material_for, "material_for", |value, name| items(value, name, convert::text))?;
        made.material_for = named.unwrap_or_default().into_iter().collect();
        made.controller = optional(controller, "controller", convert::text)?;
        made.contact = optional(contact, "contact", convert::text)?;
        made.recipients =
            optional(recipients, "recipients", |value, name| items(value, name, convert::plain))?;
        made.transfers = optional(transfers, "transfers", |value, name| items(value, name, convert::plain))?;
        made.data_items =
            optional(data_items, "data_items", |value, name| items(value, name, convert::plain))?;
        made.retention = optional(retention, "retention", convert::plain)?.unwrap_or_default();
        made.purpose_changes =
            optional(purpose_changes, "purpose_changes", convert::plain)?.unwrap_or_default();
        Ok(Self(made))
    }

    fn __repr__(&self) -> String {
        format!("<Notice {} v{}>", quoted(&self.0.id), self.0.version)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.id, self.0.version))
    }
}
getters!(Notice {
    /// The id, the same for all versions.
    id: String = |notice, _py| notice.id.clone();
    /// The version.
    version: u32 = |notice, _py| notice.version;
    /// The ids of the purposes it explains.
    purposes: Vec<String> = |notice, _py| notice.purposes.clone();
    /// The text by language tag, exactly as shown.
    text: Bound<'py, PyDict> = |notice, py| {
        let texts = PyDict::new(py);
        for (tag, text) in &notice.text {
            texts.set_item(tag, text)?;
        }
        texts
    };
    /// From when on this version is shown; ``None`` for always.
    effective_from: Option<Bound<'py, PyAny>> =
        |notice, py| notice.effective_from.map(|at| py_instant(py, at)).transpose()?;
    /// Whether consent given under an earlier version no longer holds once this one is in effect.
    material: bool = |notice, _py| notice.material;
    /// The purposes whose consent no longer holds; empty for all where it is material.
    material_for: Vec<String> = |notice, _py| notice.material_for.iter().cloned().collect();
    /// Who is responsible for the data; ``None`` where it does not say.
    controller: Option<String> = |notice, _py| notice.controller.clone();
    /// Where people turn; ``None`` where it does not say.
    contact: Option<String> = |notice, _py| notice.contact.clone();
    /// To whom data goes, as mappings; ``None`` where it does not say.
    recipients: Bound<'py, PyAny> = |notice, py| crate::document::to_dict(py, &notice.recipients)?;
    /// To which countries data goes, as mappings; ``None`` where it does not say.
    transfers: Bound<'py, PyAny> = |notice, py| crate::document::to_dict(py, &notice.transfers)?;
    /// Which data is used, as mappings; ``None`` where it does not say.
    data_items: Bound<'py, PyAny> = |notice, py| crate::document::to_dict(py, &notice.data_items)?;
    /// How long data is kept, by purpose, as mappings.
    retention: Bound<'py, PyAny> = |notice, py| crate::document::to_dict(py, &notice.retention)?;
    /// How purposes that are new or mean something else stand to what people were told before.
    purpose_changes: Bound<'py, PyAny> = |notice, py| crate::document::to_dict(py, &notice.purpose_changes)?;
    /// SHA-256 of what was shown, in lower-case hexadecimal: id, version, purposes, texts, and what is said in terms.
    hash: String = |notice, _py| notice.hash();
});
document!(Notice, core::Notice);

/// Reads a `Notice` or its document.
pub(super) fn notice(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Notice> {
    convert::given(value, name, |of: &Notice| &of.0)
}
