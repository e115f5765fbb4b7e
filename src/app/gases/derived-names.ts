/** Names of derived values as the list writes them, where the core has longer ones. */
const names: Readonly<Record<string, string>> = {
  palv_o2_full_mmhg: 'PAO₂',
  palv_o2_simple_mmhg: 'PAO₂ (simplified)',
  aado2_full_mmhg: 'AaDO₂',
  aado2_simple_mmhg: 'AaDO₂ (simplified)',
  cao2_ml_dl: 'O₂ content',
  ph2o_mmhg: 'PH₂O',
  pio2_mmhg: 'PiO₂',
};

export const derivedName = (name: string, label: string): string => names[name] ?? label;
